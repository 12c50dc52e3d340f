"""The day: what was agreed, seats, answers, and the rehearsal."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'


def family(name: str, *columns: Any, unique: tuple[str, ...] = ()) -> None:
    """Make a table about a family, as every record of one is kept."""
    op.create_table(
        name,
        *columns,
        sa.Column('engagement_id', sa.Uuid(), nullable=False),
        sa.Column('id', sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ['engagement_id'], ['engagement.id'], name=op.f(f'fk_{name}_engagement_id'), ondelete='CASCADE'
        ),
        sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}')),
        *([sa.UniqueConstraint(*unique, name=op.f(f'uq_{name}_{"_".join(unique)}'))] if unique else []),
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f'ix_{name}_engagement_id'), ['engagement_id'], unique=False)


def by_person(name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f(f'fk_{name}_by_id'))


def of(name: str, column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f'{table}.id'], name=op.f(f'fk_{name}_{column}'), ondelete='CASCADE')


def upgrade() -> None:
    family(
        'day_plan',
        sa.Column('how_there', sa.LargeBinary(), nullable=True),
        sa.Column('stopping', sa.LargeBinary(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        by_person('day_plan'),
        unique=('engagement_id',),
    )
    family(
        'day_seat',
        sa.Column('member_id', sa.Uuid(), nullable=True),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('in_room', sa.Boolean(), nullable=False),
        sa.Column('placed_at', sa.DateTime(timezone=True), nullable=False),
        of('day_seat', 'member_id', 'member'),
        unique=('engagement_id', 'member_id'),
    )
    with op.batch_alter_table('day_seat', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_day_seat_member_id'), ['member_id'], unique=False)
        batch_op.create_index(
            'uq_day_seat_professional', ['engagement_id'], unique=True,
            sqlite_where=sa.text('member_id IS NULL'), postgresql_where=sa.text('member_id IS NULL'),
        )
    family(
        'agreed_answer',
        sa.Column('objection', sa.String(length=30), nullable=False),
        sa.Column('said', sa.LargeBinary(), nullable=True),
        sa.Column('answer', sa.LargeBinary(), nullable=True),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('agreed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        by_person('agreed_answer'),
    )
    family(
        'rehearsal',
        sa.Column('planned_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('held_on', sa.Date(), nullable=True),
        sa.Column('held_for', sa.DateTime(timezone=True), nullable=True),
        sa.Column('entered_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('by_id', sa.Uuid(), nullable=True),
        by_person('rehearsal'),
        unique=('engagement_id',),
    )
    family(
        'read_aloud',
        sa.Column('letter_id', sa.Uuid(), nullable=False),
        sa.Column('seconds', sa.Integer(), nullable=False),
        sa.Column('read_at', sa.DateTime(timezone=True), nullable=False),
        of('read_aloud', 'letter_id', 'letter'),
        unique=('letter_id',),
    )
    family(
        'rehearsal_sign_off',
        sa.Column('member_id', sa.Uuid(), nullable=False),
        sa.Column('signed_at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
        sa.Column('by_id', sa.Uuid(), nullable=False),
        of('rehearsal_sign_off', 'member_id', 'member'),
        by_person('rehearsal_sign_off'),
        unique=('member_id',),
    )
    family(
        'line_tried',
        sa.Column('member_id', sa.Uuid(), nullable=False),
        sa.Column('said', sa.String(length=8), nullable=False),
        sa.Column('tried_at', sa.DateTime(timezone=True), nullable=False),
        of('line_tried', 'member_id', 'member'),
        unique=('member_id',),
    )


def downgrade() -> None:
    for name in (
        'line_tried', 'rehearsal_sign_off', 'read_aloud', 'rehearsal', 'agreed_answer', 'day_seat', 'day_plan',
    ):
        op.drop_table(name)
