"""The day as it happened, and the calls after it."""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'


def upgrade() -> None:
    op.create_table('day_tap',
    sa.Column('kind', sa.String(length=12), nullable=False),
    sa.Column('tap_key', sa.String(length=36), nullable=False),
    sa.Column('happened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('clock', sa.String(length=10), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_day_tap_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_day_tap_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_day_tap')),
    sa.UniqueConstraint('engagement_id', 'tap_key', 'kind', name=op.f('uq_day_tap_engagement_id_tap_key_kind'))
    )
    with op.batch_alter_table('day_tap', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_day_tap_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('after_call',
    sa.Column('which', sa.String(length=10), nullable=False),
    sa.Column('after_on', sa.Date(), nullable=False),
    sa.Column('reached', sa.Boolean(), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('call_key', sa.String(length=36), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('words', sa.LargeBinary(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_after_call_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_after_call_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_after_call')),
    sa.UniqueConstraint('engagement_id', 'call_key', name=op.f('uq_after_call_engagement_id_call_key'))
    )
    with op.batch_alter_table('after_call', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_after_call_engagement_id'), ['engagement_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('after_call', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_after_call_engagement_id'))

    op.drop_table('after_call')
    with op.batch_alter_table('day_tap', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_day_tap_engagement_id'))

    op.drop_table('day_tap')
