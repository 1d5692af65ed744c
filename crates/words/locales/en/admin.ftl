# Settings: channels, people, SLA policies, calendars, access of programs.

admin = Settings
admin-channels = Channels
admin-people = People
admin-teams = Teams
admin-policies = SLA policies
admin-calendars = Calendars
admin-brands = Brands
admin-templates = Letter templates
admin-tokens = API tokens
admin-webhooks = Webhooks
admin-audit = Audit log
admin-system = System state

channel-status-running = Running
channel-status-starting = Starting
channel-status-stopped = Stopped
channel-status-troubled = Not everything gets through
channel-status-failing = Failing
channel-status-waiting = Will try again { $at }
channel-status-off = Off
channel-problem-unreachable = { $host } does not answer. Check address and port
channel-problem-credentials = { $host } did not accept name and password. Check them
channel-problem-certificate = The certificate of { $host } is not valid
channel-problem-address-in-use = { $address } is in use by another program
channel-problem-permission = No permission to use { $address }
channel-last-message = Last message { $at }
channel-never = No messages yet
channel-direction-in = In
channel-direction-out = Out
channel-automatic-answers = Automatic answers
channel-acknowledgement = Acknowledgements

person-name = Name
person-public-name = Name shown to clients
person-email = E-mail
person-role = Role
person-team = Team
person-active = Active
person-disabled = Disabled
person-invite = Invite
person-invited = Invitation sent to { $email }
person-last-seen = Last seen { $at }

policy-conditions = Conditions
policy-targets = Targets
policy-first-match = The first policy that matches applies
policy-told-clock = Which deadline the client is told
target-business-minutes = { $span } of working time
target-until-close = until closing
target-until-same-time = until the same time
target-until-end-of-day = until the end of the day
target-received-after-hours = Count what came after closing as received on the next working day

calendar-known-through = Days off are known through { $date }
calendar-ends-soon = Days off are known only through { $date }. Load the next year
calendar-preliminary = Preliminary
calendar-hours = Hours
calendar-days-off = Days off
calendar-shortened = Shortened days
calendar-working-days = Working days off
calendar-around-the-clock = Around the clock

token-name = Name
token-scopes = Scopes
token-last-used = Last used { $at }
token-never-used = Never used
token-shown-once = Copy the token now: it will not be shown again
token-revoke = Revoke
scope-tickets-read = Read tickets
scope-tickets-write = Answer and change tickets
scope-intake-write = Open tickets on behalf of clients
scope-intake-backdate = State an earlier time
scope-supervise = See deadlines, ledger and quarantine
scope-administer = Change settings

audit-who = Who
audit-what = What
audit-when = When
audit-before = Before
audit-after = After
