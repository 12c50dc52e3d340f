"""The sheet of the first call, who comes whatever the answer, and what a family decided together."""

import sqlalchemy as sa
from alembic import op

revision = '0009'
down_revision = '0008'


def upgrade() -> None:
    op.create_table('decision',
    sa.Column('topic', sa.String(length=30), nullable=False),
    sa.Column('decided_on', sa.Date(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('for_family', sa.Boolean(), nullable=False),
    sa.Column('for_loved_one', sa.Boolean(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('proposal', sa.LargeBinary(), nullable=True),
    sa.Column('decided', sa.LargeBinary(), nullable=True),
    sa.Column('why_taken_back', sa.LargeBinary(), nullable=True),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_decision_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_decision_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision'))
    )
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('invitation_sheet',
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('message', sa.LargeBinary(), nullable=True),
    sa.Column('inviting', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_invitation_sheet_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_invitation_sheet_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_invitation_sheet')),
    sa.UniqueConstraint('engagement_id', name=op.f('uq_invitation_sheet_engagement_id'))
    )
    with op.batch_alter_table('invitation_sheet', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_sheet_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('to_ask',
    sa.Column('relation', sa.String(length=20), nullable=False),
    sa.Column('said', sa.String(length=10), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('put_away_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('name', sa.LargeBinary(), nullable=True),
    sa.Column('how', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_to_ask_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_to_ask_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_to_ask'))
    )
    with op.batch_alter_table('to_ask', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_to_ask_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('commitment',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('given_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('taken_back_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_commitment_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_commitment_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_commitment_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_commitment')),
    sa.UniqueConstraint('member_id', name=op.f('uq_commitment_member_id'))
    )
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_commitment_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('decision_agreement',
    sa.Column('decision_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['decision_id'], ['decision.id'], name=op.f('fk_decision_agreement_decision_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_decision_agreement_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_decision_agreement_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_decision_agreement')),
    sa.UniqueConstraint('decision_id', 'member_id', name=op.f('uq_decision_agreement_decision_id_member_id'))
    )
    with op.batch_alter_table('decision_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_decision_agreement_decision_id'), ['decision_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_decision_agreement_engagement_id'), ['engagement_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('decision_agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_agreement_engagement_id'))
        batch_op.drop_index(batch_op.f('ix_decision_agreement_decision_id'))

    op.drop_table('decision_agreement')
    with op.batch_alter_table('commitment', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_commitment_engagement_id'))

    op.drop_table('commitment')
    with op.batch_alter_table('to_ask', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_to_ask_engagement_id'))

    op.drop_table('to_ask')
    with op.batch_alter_table('invitation_sheet', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_sheet_engagement_id'))

    op.drop_table('invitation_sheet')
    with op.batch_alter_table('decision', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_decision_engagement_id'))

    op.drop_table('decision')
