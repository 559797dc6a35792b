using HelpdeskBridge.Channels;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Options;
using HelpdeskBridge.Outbound;
using HelpdeskBridge.Storage.Sqlite;

namespace HelpdeskBridge.Hosting.Configuration;

/// <summary>The rules between and beyond single values. Every message names the full key and the fix.</summary>
internal sealed partial class SettingsRules
{
    /// <summary>The secret Zendesk documents for testing a webhook that is not saved yet: known to everyone, so never a secret of ours.</summary>
    internal const string ZendeskStaticTestSecret = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";

    private static readonly string[] TicketStatuses = ["new", "open", "pending", "hold", "solved", "closed"];
    private static readonly string[] Priorities = ["low", "normal", "high", "urgent"];

    private static readonly TimeSpan LongestLink = TimeSpan.FromDays(3650);

    private readonly BridgeSettings _settings;
    private readonly IReadOnlySet<string> _unreadable;
    private readonly List<string> _faults;
    private readonly List<string> _notes;
    private readonly NetworkRules _network;

    private SettingsRules(BridgeSettings settings, IReadOnlySet<string> unreadable, List<string> faults, List<string> notes)
    {
        (_settings, _unreadable, _faults, _notes) = (settings, unreadable, faults, notes);
        _network = new NetworkRules(settings);
    }

    public static void Check(BridgeSettings settings, IReadOnlySet<string> unreadable, List<string> faults, List<string> notes)
    {
        var rules = new SettingsRules(settings, unreadable, faults, notes);
        rules.CheckBridge();
        rules.CheckChannels();
        rules.CheckHelpdesks();
        rules.CheckRest();
    }

    private void CheckBridge()
    {
        var bridge = _settings.Bridge;
        if (!Uri.TryCreate(bridge.PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0)
            Fault("Bridge:PublicUrl", "is required: the absolute URL under which JAICP and the helpdesk reach the service, such as https://bridge.example.com");
        AtLeast("Bridge:MaxBodyBytes", bridge.MaxBodyBytes, 1024);
        AtLeast("Bridge:MaxFileBytes", bridge.MaxFileBytes, 1);
        if (bridge.FileLinkLifetime <= TimeSpan.Zero || bridge.FileLinkLifetime > LongestLink)
            Fault("Bridge:FileLinkLifetime", "is more than zero and at most 3650.00:00:00 (ten years)");
        for (var i = 0; i < bridge.FileKeys.Length; i++)
        {
            if (bridge.FileKeys[i].Length < KeyLength)
                Fault($"Bridge:FileKeys:{i}", $"needs at least {KeyLength} characters, such as the output of: openssl rand -hex 24");
        }

        for (var i = 0; i < bridge.AllowedJaicpHosts.Length; i++)
        {
            if (!HostPattern().IsMatch(bridge.AllowedJaicpHosts[i]))
                Fault($"Bridge:AllowedJaicpHosts:{i}", "is a host name, with *. at the front for its subdomains");
        }
    }

    private void CheckChannels()
    {
        if (_settings.Channels.Count == 0)
            Fault("Channels", "is empty: name at least one channel, such as Channels:shop:Key");
        foreach (var (name, channel) in _settings.Channels)
        {
            var key = $"Channels:{name}";
            CheckName(key, name);
            CheckKey($"{key}:Key", channel.Key, required: true);
            CheckKey($"{key}:PreviousKey", channel.PreviousKey, required: false);
            CheckDestinations(key, channel);
            CheckTicket(key, channel);
            CheckFields($"{key}:Ticket:Fields", channel.Ticket);
            AtLeast($"{key}:InboundPerSecond", channel.InboundPerSecond, 1);
            GetOne($"{key}:Close:StatusOnClientClose", channel.Close.StatusOnClientClose, TicketStatuses);
            NotNegative($"{key}:Close:ReopenWithin", channel.Close.ReopenWithin);
            if (channel.Close.IdleAfter is { } idleAfter)
                Positive($"{key}:Close:IdleAfter", idleAfter);
            if (!TimeZoneInfo.TryFindSystemTimeZoneById(channel.TimeZone, out _))
                Fault($"{key}:TimeZone", "is an IANA time zone such as Europe/Moscow");
            if (channel.WebhookUrl is { Length: > 0 } webhook && _network.ValidateJaicpWebhook(webhook) is { } why)
                Fault($"{key}:WebhookUrl", why);
            CheckHours($"{key}:Hours", channel.Hours);
            CheckTexts(key, channel);
        }
    }

    private void CheckDestinations(string key, ChannelOptions channel)
    {
        if (channel.Helpdesk.Length == 0)
            Fault($"{key}:Helpdesk", "is required: the name of a helpdesk under HelpdeskRegistry");
        else if (!_settings.Helpdesks.ContainsKey(channel.Helpdesk))
            Fault($"{key}:Helpdesk", $"names a helpdesk that is not under HelpdeskRegistry; there is {Listed(_settings.Helpdesks.Keys)}");
        if (!IsId(channel.DefaultDestination))
            Fault($"{key}:DefaultDestination", "is required: the id of the helpdesk group (digits) that takes chats without a known destination");
        for (var i = 0; i < channel.Destinations.Length; i++)
        {
            if (!IsId(channel.Destinations[i].Id))
                Fault($"{key}:Destinations:{i}:Id", "is required: the id of a helpdesk group (digits)");
        }
    }

    private void CheckTicket(string key, ChannelOptions channel)
    {
        if (string.IsNullOrWhiteSpace(channel.Ticket.Subject))
            Fault($"{key}:Ticket:Subject", "must not be empty; remove it for the default");
        NotNegative($"{key}:Ticket:WaitForFirstMessage", channel.Ticket.WaitForFirstMessage);
        if (channel.Ticket.Priority is { } priority)
            GetOne($"{key}:Ticket:Priority", priority, Priorities);
        for (var i = 0; i < channel.Ticket.Tags.Length; i++)
        {
            if (channel.Ticket.Tags[i].Length == 0 || channel.Ticket.Tags[i].Any(char.IsWhiteSpace))
                Fault($"{key}:Ticket:Tags:{i}", "is one word: Zendesk would split it at the space");
        }
    }

    private void CheckFields(string key, TicketOptions ticket)
    {
        foreach (var (attribute, field) in ticket.Fields)
        {
            if (!IsId(field) && field != TicketOptions.IntoTags)
                Fault($"{key}:{attribute}", $"is the id of a ticket field (digits) or {TicketOptions.IntoTags}");
        }
    }

    private void CheckHours(string key, HoursOptions? hours)
    {
        if (hours is { ZendeskScheduleId: not null, Open.Length: > 0 })
            Fault($"{key}:ZendeskScheduleId", $"stands beside {key}:Open: keep one of them");
        AtLeast($"{key}:ZendeskScheduleId", hours?.ZendeskScheduleId ?? 1, 1);
        for (var i = 0; i < hours?.Open.Length; i++)
        {
            if (OpeningHoursParser.Parse(hours.Open[i]) is null)
                Fault($"{key}:Open:{i}", "is days and times such as Mon-Fri 09:00-18:00, Sat,Sun 10:00-14:00, Mon-Sun 00:00-24:00 or, over midnight, Fri 22:00-02:00");
        }
    }

    private void CheckTexts(string key, ChannelOptions channel)
    {
        foreach (var (name, value) in channel.Texts)
        {
            if (name.Equals(TextCatalogue.LanguageKey, StringComparison.OrdinalIgnoreCase))
                GetOne($"{key}:Texts:{name}", value, TextCatalogue.Languages);
            else if (!TextCatalogue.Names.Contains(name, StringComparer.OrdinalIgnoreCase))
                Fault($"{key}:Texts:{name}", $"is not a text; there is {Listed(TextCatalogue.Names)}");
        }
    }

    private void CheckHelpdesks()
    {
        if (_settings.Helpdesks.Count == 0)
            Fault("Helpdesks", "is empty: name at least one helpdesk, such as Helpdesks:main:BaseUrl");
        foreach (var (name, helpdesk) in _settings.Helpdesks)
        {
            var key = $"Helpdesks:{name}";
            CheckName(key, name);
            if (helpdesk.Kind != HelpdeskKind.Zendesk)
                Fault($"{key}:Kind", $"{helpdesk.Kind} is not available in this version; Zendesk is");
            if (_network.ValidateHelpdeskUrl(helpdesk.BaseUrl) is { } why)
                Fault($"{key}:BaseUrl", why);
            CheckSignIn(key, helpdesk);
            CheckWebhookSecrets(key, helpdesk);
            Positive($"{key}:SignatureTolerance", helpdesk.SignatureTolerance);
            AtLeast($"{key}:RequestsPerMinute", helpdesk.RequestsPerMinute, 1);
            Positive($"{key}:ReconcileEvery", helpdesk.ReconcileEvery);
            Positive($"{key}:PollEvery", helpdesk.PollEvery);
        }
    }

    private void CheckSignIn(string key, HelpdeskOptions helpdesk)
    {
        if (helpdesk is { OAuth: null, ApiToken: null })
            Fault($"{key}:OAuth", "is required: ClientId and ClientSecret of a confidential OAuth client (Admin Center, Apps and integrations, APIs)");
        if (helpdesk is { OAuth: not null, ApiToken: not null })
            Fault($"{key}:ApiToken", "stands beside OAuth: keep one of them, OAuth where you can");
        if (helpdesk.OAuth is { } oauth)
        {
            Required($"{key}:OAuth:ClientId", oauth.ClientId);
            Required($"{key}:OAuth:ClientSecret", oauth.ClientSecret);
            if (oauth.TokenLifetime < TimeSpan.FromMinutes(5) || oauth.TokenLifetime > TimeSpan.FromDays(2))
                Fault($"{key}:OAuth:TokenLifetime", "is between 00:05:00 and 2.00:00:00, as Zendesk allows");
        }

        if (helpdesk.ApiToken is { } token)
        {
            Required($"{key}:ApiToken:Email", token.Email);
            Required($"{key}:ApiToken:Token", token.Token);
            _notes.Add($"{key}:ApiToken: Zendesk stops accepting API tokens on 2027-04-30; change to {key}:OAuth.");
        }
    }

    private void CheckWebhookSecrets(string key, HelpdeskOptions helpdesk)
    {
        if (helpdesk.WebhookSecrets.Length == 0 && helpdesk.Feed == HelpdeskFeed.Webhook)
            Fault($"{key}:WebhookSecrets:0", "is required: the signing secret shown on the webhook's page in Zendesk");
        for (var i = 0; i < helpdesk.WebhookSecrets.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(helpdesk.WebhookSecrets[i]))
                Fault($"{key}:WebhookSecrets:{i}", "must not be empty");
            else if (helpdesk.WebhookSecrets[i] == ZendeskStaticTestSecret)
                Fault($"{key}:WebhookSecrets:{i}", "is Zendesk's public test secret; use the signing secret of your own webhook");
        }
    }

    private void CheckRest()
    {
        for (var i = 0; i < _settings.Delivery.RetryDelays.Length; i++)
            Positive($"Delivery:RetryDelays:{i}", _settings.Delivery.RetryDelays[i]);
        Positive("Delivery:GiveUpAfter", _settings.Delivery.GiveUpAfter);
        Positive("Delivery:NotifyAfter", _settings.Delivery.NotifyAfter);
        if (_settings.Delivery.RequestTimeout < TimeSpan.FromMilliseconds(10) || _settings.Delivery.RequestTimeout > TimeSpan.FromDays(1))
            Fault("Delivery:RequestTimeout", "is between 00:00:00.010 and 1.00:00:00; 20 alone would be twenty days");
        Positive("Storage:Retention", _settings.Storage.Retention);
        if (_settings.Storage.Retention < _settings.Bridge.FileLinkLifetime)
            _notes.Add("Storage:Retention: is shorter than Bridge:FileLinkLifetime; the link to an agent's file ends with its conversation.");
        Required("Storage:ConnectionString", _settings.Storage.ConnectionString);
        if (_settings.Storage.Provider != StorageProvider.Sqlite)
            Fault("Storage:Provider", $"{_settings.Storage.Provider} is not available in this version; Sqlite is");
        else if (!string.IsNullOrWhiteSpace(_settings.Storage.ConnectionString) && SqliteStoreFile.Validate(_settings.Storage.ConnectionString) is { } whyNot)
            Fault("Storage:ConnectionString", whyNot);
        if (_settings.Cluster.Provider != ClusterProvider.None)
            Fault("Cluster:Provider", $"{_settings.Cluster.Provider} is not available in this version; None is");
        for (var i = 0; i < _settings.Network.AllowedPrivateHosts.Length; i++)
        {
            if (!NetworkRules.IsHostOrRange(_settings.Network.AllowedPrivateHosts[i]))
                Fault($"Network:AllowedPrivateHosts:{i}", "is a host name, an address or a range such as 10.0.0.0/8");
        }

        for (var i = 0; i < _settings.Network.TrustedProxies.Length; i++)
        {
            if (!NetworkRules.IsAddressOrRange(_settings.Network.TrustedProxies[i]))
                Fault($"Network:TrustedProxies:{i}", "is the address of a proxy or a range such as 10.0.0.0/8");
        }

        CheckKey("Admin:Key", _settings.Admin.Key, required: false);
    }
}
