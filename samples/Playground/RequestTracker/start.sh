#!/usr/bin/env bash
# Starts a Request Tracker 5 (Debian's package) of its own: own configuration, own SQLite database, own folder, no mail.
#
#   start.sh --dir DIR [--port N]
#
# Prints one line of JSON on standard output when it answers, then stays in the foreground until SIGTERM. Started again with the same folder and
# port it goes on with its data, also after kill -9 of the server, which leads a process group of its own (pid). Exit: 3 not installed, 4 the
# database, 5 the server.
set -euo pipefail
port="" queues="Support,Billing" dir="" workers=4 keep=1 cost=4 scrips=1 baseurl=""
while [ $# -gt 0 ]; do
  case "$1" in
    --port) port="$2"; shift;;
    --dir) dir="$2"; shift;;
    *) echo "unknown: $1" >&2; exit 2;;
  esac; shift
done
home=/usr/share/request-tracker5
if [ ! -x $home/libexec/rt-server ] || ! command -v starman >/dev/null; then
  echo "Request Tracker is not installed: apt-get install --no-install-recommends request-tracker5 rt5-db-sqlite rt5-standalone starman" >&2
  exit 3
fi
[ -n "$port" ] || port=$(perl -MIO::Socket::INET -e 'print IO::Socket::INET->new(Listen=>1,LocalAddr=>"127.0.0.1",LocalPort=>0)->sockport')
[ -n "$dir" ] || dir=$(mktemp -d "${TMPDIR:-/tmp}/request-tracker-XXXXXX")
[ -n "$baseurl" ] || baseurl="http://127.0.0.1:$port"
mkdir -p "$dir"/{site.d,mason,session,var}; dir=$(cd "$dir" && pwd)
server="" busy=""
run() { "$@" & busy=$!; local rc=0; wait "$busy" || rc=$?; busy=""; return $rc; }   # a trap waits for what is in the foreground
cleanup() {
  trap '' TERM INT HUP
  [ -z "$busy" ] || { kill -KILL "$busy"; wait "$busy"; } 2>/dev/null || true
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    for _ in $(seq 25); do kill -0 "$server" 2>/dev/null || break; sleep 0.1; done
    { kill -KILL -- "-$server"; wait "$server"; } 2>/dev/null || true      # nothing is lost by that: SQLite
  fi
  [ $keep = 1 ] || rm -rf "$dir"
}
trap 'cleanup; exit 0' TERM INT HUP
trap cleanup EXIT

export RT_SITE_CONFIG="$dir/RT_SiteConfig.pm" RT_SITE_CONFIG_DIR="$dir/site.d"
cat > "$RT_SITE_CONFIG" <<PERL
Set(\$rtname, 'rt.test'); Set(\$Organization, 'rt.test'); Set(\$Timezone, 'UTC');
Set(\$WebDomain, '127.0.0.1'); Set(\$WebPort, $port); Set(\$WebPath, ''); Set(\$WebBaseURL, '$baseurl'); Set(\$CanonicalizeRedirectURLs, 0);
Set(\$DatabaseType, 'SQLite'); Set(\$DatabaseName, '$dir/rt.db');
Set(\$MailCommand, 'sendmailpipe'); Set(\$SendmailPath, '/bin/true');   # mail goes nowhere, the scrips that write it run all the same
Set(\$LogToSyslog, undef); Set(\$LogToSTDERR, 'warning');
Set(\$BcryptCost, $cost);                                                # RT checks the token by bcrypt at every request: 12, its default, takes a third of a second
\$RT::MasonDataDir = '$dir/mason'; \$RT::MasonSessionDir = '$dir/session'; \$RT::VarPath = '$dir/var';
1;
PERL

if [ ! -s "$dir/facts.json" ]; then
  rm -f "$dir/rt.db"
  run rt-setup-database-5 --action init --skip-create >"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; exit 4; }
  # Everything else through RT's own data file: users, queues, rights, then tokens, which need its objects.
  cat > "$dir/data.pl" <<'PERL'
use JSON (); use Digest::SHA 'sha1_hex';
my $pw = sub { substr(sha1_hex(rand() . time . $$ . $_[0]), 0, 20) };
my %pw = map { ($_ => $pw->($_)) } qw(root bridge olga ben);
our @Users = (
  { Name => 'bridge', RealName => 'Helpdesk Bridge', EmailAddress => 'bridge@rt.test', Privileged => 1, Password => $pw{bridge} },
  { Name => 'olga', RealName => 'Olga Petrova', EmailAddress => 'olga@rt.test', Privileged => 1, Password => $pw{olga} },
  { Name => 'ben', RealName => 'Ben Miller', EmailAddress => 'ben@rt.test', Privileged => 1, Password => $pw{ben} },
);
our @Queues = map { { Name => $_, CorrespondAddress => '', CommentAddress => '' } } split /,/, $ENV{RTX_QUEUES};
our @Groups = (
  { Name => 'Agents', Domain => 'UserDefined', Description => 'People who answer', Members => { Users => [qw(olga ben)] } },
  { Name => 'Bridges', Domain => 'UserDefined', Description => 'Helpdesk Bridge', Members => { Users => [qw(bridge)] } },
);
my @agent = qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket ModifyTicket OwnTicket TakeTicket StealTicket ShowOutgoingEmail DeleteTicket SeeCustomField ModifyCustomField Watch);
my @bridge = qw(SeeQueue ShowTicket ShowTicketComments CreateTicket ReplyToTicket CommentOnTicket ModifyTicket SeeCustomField ModifyCustomField);
our @ACL = (
  (map { { GroupDomain => 'UserDefined', GroupId => 'Agents', Right => $_ } } @agent, 'ManageAuthTokens'),
  (map { { GroupDomain => 'UserDefined', GroupId => 'Bridges', Right => $_ } } qw(AdminUsers ModifySelf)),
  (map { my $q = $_; map { { GroupDomain => 'UserDefined', GroupId => 'Bridges', Queue => $q, Right => $_ } } @bridge } split /,/, $ENV{RTX_QUEUES}),
  (map { { GroupDomain => 'RT::System-Role', GroupType => 'Requestor', Right => $_ } } qw(ReplyToTicket ShowTicket)),
  { GroupDomain => 'SystemInternal', GroupType => 'Everyone', Right => 'ReplyToTicket' },   # both usual where clients write by mail
);
our @CustomFields = (
  { Name => 'Plan', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => undef },
  { Name => 'BridgeId', Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => undef },
);
our @Final = (sub {
  my $root = RT::CurrentUser->new('root');
  my $o = RT::User->new(RT->SystemUser); $o->Load('root'); $o->SetPassword($pw{root});
  if (!$ENV{RTX_SCRIPS}) { my $all = RT::Scrips->new(RT->SystemUser); $all->UnLimit; while (my $s = $all->Next) { $s->SetDisabled(1) unless $s->ActionObj->Name eq 'Open Inactive Tickets' } }
  my $token = sub { my $u = RT::User->new(RT->SystemUser); $u->Load($_[0]); my $t = RT::AuthToken->new(RT->SystemUser); my (undef, $m, $s) = $t->Create(Owner => $u->Id, Description => 'tests'); die "no token: $m" unless $s; ($u->Id, $u->RealName, $s) };
  my %who = map { my ($id, $real, $t) = $token->($_); ($_ => { id => "$id", name => $_, realName => $real, password => $pw{$_}, token => $t }) } qw(bridge olga ben);
  my @q = map { my $q = RT::Queue->new(RT->SystemUser); $q->Load($_); { id => $q->Id . '', name => $_ } } split /,/, $ENV{RTX_QUEUES};
  open my $f, '>', $ENV{RTX_OUT} or die; print $f JSON->new->canonical->utf8->encode({ token => $who{bridge}{token}, bridge => $who{bridge}, root => { name => 'root', password => $pw{root} }, queues => \@q, agents => [ @who{qw(olga ben)} ] });
});
1;
PERL
  RTX_QUEUES="$queues" RTX_SCRIPS=$scrips RTX_OUT="$dir/facts.json" run rt-setup-database-5 --action insert --skip-create --datafile "$dir/data.pl" >>"$dir/setup.log" 2>&1 || { cat "$dir/setup.log" >&2; exit 4; }
  [ -s "$dir/facts.json" ] || { cat "$dir/setup.log" >&2; exit 4; }
  perl -MDBI -e 'my $d = DBI->connect("dbi:SQLite:$ARGV[0]", "", "", { RaiseError => 1 }); $d->do("PRAGMA journal_mode=WAL")' "$dir/rt.db"   # readers do not wait for writers; kept in the file
  chmod 600 "$dir/facts.json" "$dir/data.pl"
fi

setsid $home/libexec/rt-server --server Starman --host 127.0.0.1 --port "$port" --workers "$workers" --max-requests 5000 >>"$dir/server.log" 2>&1 </dev/null &
server=$!
for i in $(seq 300); do
  kill -0 "$server" 2>/dev/null || { tail -20 "$dir/server.log" >&2; exit 5; }
  perl -MHTTP::Tiny -e 'exit(HTTP::Tiny->new(timeout => 5)->get($ARGV[0])->{status} == 401 ? 0 : 1)' "http://127.0.0.1:$port/REST/2.0/rt" && break   # 401: it is there, and wants to know who asks
  [ "$i" = 300 ] && { echo "no answer" >&2; tail -20 "$dir/server.log" >&2; exit 5; }
  sleep 0.1
done
perl -MJSON -e 'local $/; my $f = JSON->new->utf8->decode(scalar <STDIN>); $f->{baseUrl} = "http://127.0.0.1:$ARGV[0]"; $f->{dir} = $ARGV[1]; $f->{pid} = 0 + $ARGV[2]; $| = 1; print JSON->new->canonical->utf8->encode($f), "\n"' "$port" "$dir" "$server" < "$dir/facts.json"
wait "$server" || true
echo "the server ended" >&2
