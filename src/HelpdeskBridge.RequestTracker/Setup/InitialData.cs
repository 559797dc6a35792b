namespace HelpdeskBridge.RequestTracker.Setup;

/// <summary>A data file for <c>rt-setup-database --action insert</c>: rights, custom fields and the scrip. Pure.</summary>
internal static class InitialData
{
    public const string Explanation =
        "Request Tracker is set up by its administrator: a privileged user for the bridge, with an authentication token, in a group \"Bridges\"; "
        + "then the lines below in a file, loaded once with: rt-setup-database --action insert --skip-create --datafile FILE. "
        + "Keep the scrip \"On Correspond Open Inactive Tickets\".";

    /// <summary>What the bridge's user needs in each queue. Moving a ticket needs CreateTicket in the new queue.</summary>
    public static readonly string[] QueueRights =
    [
        "SeeQueue", "ShowTicket", "ShowTicketComments", "CreateTicket", "ReplyToTicket", "CommentOnTicket", "ModifyTicket", "SeeCustomField",
        "ModifyCustomField",
    ];

    /// <summary>What it needs everywhere: the users of clients.</summary>
    public const string GlobalRight = "AdminUsers";

    /// <param name="queues">The names of the queues.</param>
    /// <param name="customFields">The names of custom fields that the settings name.</param>
    /// <param name="webhookUrl">What the scrip calls; null: there is none.</param>
    /// <param name="bridgeUser">The name of the bridge's user; null: it can't be read.</param>
    /// <param name="watchFields">Whether the scrip tells of changes of custom fields.</param>
    public static string Create(
        IReadOnlyList<string> queues, IReadOnlyList<string> customFields, string? webhookUrl, string? bridgeUser, bool watchFields)
    {
        var lines = new List<string>
        {
            "our @ACL = (",
            $"  {{ GroupDomain => 'UserDefined', GroupId => 'Bridges', Right => '{GlobalRight}' }},",
            $"  (map {{ my $q = $_; map {{ {{ GroupDomain => 'UserDefined', GroupId => 'Bridges', Queue => $q, Right => $_ }} }} "
                + $"qw({string.Join(' ', QueueRights)}) }} ({string.Join(", ", queues.Select(Quote))})),",
            ");",
        };
        if (customFields.Count > 0)
        {
            lines.Add("our @CustomFields = (");
            lines.AddRange(customFields.Select(field =>
                $"  {{ Name => {Quote(field)}, Type => 'FreeformSingle', LookupType => 'RT::Queue-RT::Ticket', ApplyTo => undef }},"));
            lines.Add(");");
        }

        if (webhookUrl is not null)
            lines.Add(CreateScrip(webhookUrl, bridgeUser ?? "NAME OF THE BRIDGE USER", watchFields ? "|CustomField" : ""));
        lines.Add("1;");
        return string.Join('\n', lines);
    }

    /// <summary>
    /// It tells of changes by anybody but the bridge. A receiver that is down delays an agent's click by two seconds. The ticket is that of the
    /// transaction, because the ticket object of a merged one is its target.
    /// </summary>
    private static string CreateScrip(string webhookUrl, string bridgeUser, string furtherTypes) => $$"""
        our @Scrips = ( { Description => 'Helpdesk Bridge: tell of changes', Queue => 0,
          ScripCondition => 'User Defined', ScripAction => 'User Defined', Template => 'Blank', Stage => 'TransactionCreate',
          CustomIsApplicableCode => q{ return $self->TransactionObj->Type =~ /^(Correspond|Status|AddLink|Set{{furtherTypes}})$/
            && $self->TransactionObj->CreatorObj->Name ne {{Quote(bridgeUser)}} ? 1 : 0; },
          CustomPrepareCode => 'return 1;',
          CustomCommitCode => q{ require LWP::UserAgent; require Digest::SHA; require JSON;
            my ($t, $ts) = ($self->TransactionObj, time);
            my $b = JSON::encode_json({ ticket_id => $t->ObjectId . '', transaction_id => $t->Id . '' });
            LWP::UserAgent->new(timeout => 2)->post({{Quote(webhookUrl)}}, 'Content-Type' => 'application/json', 'X-Hook-Timestamp' => $ts,
              'X-Hook-Signature' => Digest::SHA::hmac_sha256_hex("$ts.$b", 'WEBHOOK SECRET FROM THE SETTINGS'), Content => $b); return 1; },
        } );
        """;

    private static string Quote(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";
}
