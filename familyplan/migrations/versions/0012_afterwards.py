"""Afterwards: what becomes of letters, the family's own outcome, fewer questions, and closing a file."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0011'


def upgrade() -> None:
    op.create_table('letter_choice',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('choice', sa.String(length=12), nullable=False),
    sa.Column('chosen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('gone_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_letter_choice_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_letter_choice_letter_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_letter_choice')),
    sa.UniqueConstraint('letter_id', name=op.f('uq_letter_choice_letter_id'))
    )
    with op.batch_alter_table('letter_choice', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_letter_choice_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('own_outcome',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('said_on', sa.Date(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('taps', sa.LargeBinary(), nullable=True),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_own_outcome_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_own_outcome_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_outcome'))
    )
    with op.batch_alter_table('own_outcome', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_own_outcome_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_own_outcome_member_id'), ['member_id'], unique=False)

    op.create_table('closing',
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('sentence', sa.LargeBinary(), nullable=True),
    sa.Column('not_asked_because', sa.LargeBinary(), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('reopened_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reopened_by_id', sa.Uuid(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_closing_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_closing_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['reopened_by_id'], ['person.id'], name=op.f('fk_closing_reopened_by_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_closing'))
    )
    with op.batch_alter_table('closing', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_closing_engagement_id'), ['engagement_id'], unique=False)

    op.add_column('follow_up', sa.Column('not_wanted_at', sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column('follow_up', 'not_wanted_at')

    with op.batch_alter_table('closing', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_closing_engagement_id'))

    op.drop_table('closing')
    with op.batch_alter_table('own_outcome', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_own_outcome_member_id'))
        batch_op.drop_index(batch_op.f('ix_own_outcome_engagement_id'))

    op.drop_table('own_outcome')
    with op.batch_alter_table('letter_choice', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_letter_choice_engagement_id'))

    op.drop_table('letter_choice')
