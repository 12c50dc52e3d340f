"""Method: moments picked together, roles agreed on, and pages that the loved one shows."""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'


def upgrade() -> None:
    op.create_table('moment_pick',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('section_id', sa.Uuid(), nullable=False),
    sa.Column('choice', sa.String(length=8), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('talked_on', sa.Date(), nullable=False),
    sa.Column('picked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_moment_pick_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_moment_pick_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_moment_pick_letter_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['section_id'], ['letter_section.id'], name=op.f('fk_moment_pick_section_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_moment_pick')),
    sa.UniqueConstraint('section_id', name=op.f('uq_moment_pick_section_id'))
    )
    with op.batch_alter_table('moment_pick', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_moment_pick_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_moment_pick_letter_id'), ['letter_id'], unique=False)

    op.create_table('page_shown',
    sa.Column('letter_id', sa.Uuid(), nullable=False),
    sa.Column('shown_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('hidden_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_page_shown_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['letter_id'], ['letter.id'], name=op.f('fk_page_shown_letter_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_page_shown')),
    sa.UniqueConstraint('letter_id', name=op.f('uq_page_shown_letter_id'))
    )
    with op.batch_alter_table('page_shown', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_page_shown_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('role_agreement',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('agreed_on', sa.Date(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('why', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_role_agreement_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_role_agreement_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_role_agreement_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_role_agreement'))
    )
    with op.batch_alter_table('role_agreement', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_role_agreement_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_role_agreement_member_id'), ['member_id'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('role_agreement', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_role_agreement_member_id'))
        batch_op.drop_index(batch_op.f('ix_role_agreement_engagement_id'))

    op.drop_table('role_agreement')
    with op.batch_alter_table('page_shown', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_page_shown_engagement_id'))

    op.drop_table('page_shown')
    with op.batch_alter_table('moment_pick', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_moment_pick_letter_id'))
        batch_op.drop_index(batch_op.f('ix_moment_pick_engagement_id'))

    op.drop_table('moment_pick')
