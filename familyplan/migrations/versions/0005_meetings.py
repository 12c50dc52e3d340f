"""Meetings: kinds from the model, proposed times and answers, who came, a professional's minutes, and reminders."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'


def upgrade() -> None:
    op.create_table('meeting',
    sa.Column('model_key', sa.String(length=40), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('minutes_long', sa.Integer(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fixed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('called_off_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('held_on', sa.Date(), nullable=True),
    sa.Column('held_entered_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('agenda', sa.LargeBinary(), nullable=True),
    sa.Column('place', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_meeting_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_meeting_engagement_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting'))
    )
    with op.batch_alter_table('meeting', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_starts_at'), ['starts_at'], unique=False)

    op.create_table('reminder_wish',
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('wish', sa.String(length=16), nullable=False),
    sa.Column('set_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('calendar_title', sa.LargeBinary(), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_reminder_wish_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_reminder_wish_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder_wish')),
    sa.UniqueConstraint('member_id', name=op.f('uq_reminder_wish_member_id'))
    )
    with op.batch_alter_table('reminder_wish', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_reminder_wish_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('meeting_invited',
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('comes', sa.String(length=3), nullable=False),
    sa.Column('attended', sa.String(length=5), nullable=False),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_meeting_invited_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_invited_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_meeting_invited_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_invited')),
    sa.UniqueConstraint('meeting_id', 'member_id', name=op.f('uq_meeting_invited_meeting_id_member_id'))
    )
    with op.batch_alter_table('meeting_invited', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_invited_engagement_id'), ['engagement_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_meeting_invited_member_id'), ['member_id'], unique=False)

    op.create_table('meeting_time',
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('dropped_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_meeting_time_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_time_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_time')),
    sa.UniqueConstraint('meeting_id', 'starts_at', name=op.f('uq_meeting_time_meeting_id_starts_at'))
    )
    with op.batch_alter_table('meeting_time', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_time_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('professional_time',
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('how', sa.String(length=8), nullable=False),
    sa.Column('happened_on', sa.Date(), nullable=False),
    sa.Column('tap', sa.Uuid(), nullable=False),
    sa.Column('meeting_id', sa.Uuid(), nullable=True),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['person.id'], name=op.f('fk_professional_time_by_id')),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_professional_time_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_professional_time_meeting_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_professional_time')),
    sa.UniqueConstraint('engagement_id', 'tap', name=op.f('uq_professional_time_engagement_id_tap'))
    )
    with op.batch_alter_table('professional_time', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_professional_time_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('meeting_reminder',
    sa.Column('meeting_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('which', sa.String(length=16), nullable=False),
    sa.Column('mail_id', sa.Uuid(), nullable=True),
    sa.Column('posted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_meeting_reminder_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['meeting_id'], ['meeting.id'], name=op.f('fk_meeting_reminder_meeting_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_meeting_reminder_member_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_reminder')),
    sa.UniqueConstraint('meeting_id', 'member_id', 'revision', 'which', name=op.f('uq_meeting_reminder_meeting_id_member_id_revision_which'))
    )
    with op.batch_alter_table('meeting_reminder', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_reminder_engagement_id'), ['engagement_id'], unique=False)

    op.create_table('meeting_time_answer',
    sa.Column('time_id', sa.Uuid(), nullable=False),
    sa.Column('member_id', sa.Uuid(), nullable=False),
    sa.Column('answer', sa.String(length=3), nullable=False),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('engagement_id', sa.Uuid(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['engagement_id'], ['engagement.id'], name=op.f('fk_meeting_time_answer_engagement_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['member.id'], name=op.f('fk_meeting_time_answer_member_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['time_id'], ['meeting_time.id'], name=op.f('fk_meeting_time_answer_time_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_meeting_time_answer')),
    sa.UniqueConstraint('time_id', 'member_id', name=op.f('uq_meeting_time_answer_time_id_member_id'))
    )
    with op.batch_alter_table('meeting_time_answer', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_meeting_time_answer_engagement_id'), ['engagement_id'], unique=False)


def downgrade() -> None:
    for table in ('meeting_time_answer', 'meeting_reminder', 'professional_time', 'meeting_time', 'meeting_invited', 'reminder_wish', 'meeting'):
        op.drop_table(table)
