"""People: what two of a family are to each other, and how each is spoken with."""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'


def upgrade() -> None:
    op.create_table('tie',
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('closeness', sa.String(length=12), nullable=False),
    sa.Column('may_meet', sa.String(length=10), nullable=False),
    sa.Column('court_order', sa.String(length=10), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_tie_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_tie_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['first_id'], ['member.id'], name=op.f('fk_tie_first_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['second_id'], ['member.id'], name=op.f('fk_tie_second_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tie')),
    sa.UniqueConstraint('first_id', 'second_id', name=op.f('uq_tie_first_id_second_id'))
    )
    with op.batch_alter_table('tie', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tie_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tie_second_id'), ['second_id'], unique=False)

    op.create_table('speech',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('language', sa.LargeBinary(), nullable=True),
    sa.Column('interpreter', sa.String(length=10), nullable=False),
    sa.Column('interpreted_by', sa.LargeBinary(), nullable=True),
    sa.Column('noted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_speech_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_speech_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_speech_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_speech')),
    sa.UniqueConstraint('member_id', name=op.f('uq_speech_member_id'))
    )
    with op.batch_alter_table('speech', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_speech_engagement_id'), ['engagement_id'], unique=False)


def downgrade() -> None:
    op.drop_table('speech')
    op.drop_table('tie')
