namespace HelpdeskBridge.Tests.Settings;

public sealed class SettingsFaultTests
{
    [Fact]
    public void The_required_settings_alone_have_no_faults_and_no_notes()
    {
        var reading = TestSettings.Read();

        reading.Faults.ShouldBeEmpty();
        reading.Notes.ShouldBeEmpty();
    }

    [Fact]
    public void With_nothing_set_everything_that_is_required_is_named_at_once() =>
        TestSettings.Read("-Bridge", "-Channels", "-Helpdesks").Faults.Select(GetKey).ShouldBe(["Bridge:PublicUrl", "Channels", "Helpdesks"]);

    [Theory]
    [InlineData("Bridge:PublicUrl")]
    [InlineData("Channels:shop:Key")]
    [InlineData("Channels:shop:Helpdesk")]
    [InlineData("Channels:shop:DefaultDestination")]
    [InlineData("Helpdesks:main:BaseUrl")]
    [InlineData("Helpdesks:main:OAuth:ClientId")]
    [InlineData("Helpdesks:main:OAuth:ClientSecret")]
    [InlineData("Helpdesks:main:OAuth")]
    [InlineData("Helpdesks:main:WebhookSecrets:0")]
    public void Each_missing_setting_is_named_by_its_full_key(string key)
    {
        var fault = TestSettings.Read($"-{key}").Faults.ShouldHaveSingleItem();

        GetKey(fault).ShouldBe(key);
        fault.ShouldContain("is required");
    }

    /// <summary>Values so large that they can only be typing errors. A service with them would stop or never do something.</summary>
    [Theory]
    [InlineData("Storage:Retention=3650000.00:00:00")]
    [InlineData("Helpdesks:main:ReconcileEvery=60.00:00:00")]
    [InlineData("Helpdesks:main:PollEvery=60.00:00:00")]
    [InlineData("Helpdesks:main:LateWriteWindow=01:00:01")]
    [InlineData("Helpdesks:main:SignatureTolerance=3650000.00:00:00")]
    [InlineData("Helpdesks:main:RequestsPerMinute=2147483647")]
    [InlineData("Bridge:FileLinkLifetime=3650000.00:00:00")]
    [InlineData("Bridge:MaxBodyBytes=2147483647")]
    [InlineData("Bridge:MaxFileBytes=9223372036854775807")]
    [InlineData("Channels:shop:InboundPerSecond=2147483647")]
    [InlineData("Channels:shop:Close:IdleAfter=3650000.00:00:00")]
    [InlineData("Channels:shop:Close:ReopenWithin=3650000.00:00:00")]
    [InlineData("Channels:shop:Ticket:WaitForFirstMessage=3650000.00:00:00")]
    [InlineData("Delivery:GiveUpAfter=3650000.00:00:00")]
    [InlineData("Delivery:NotifyAfter=3650000.00:00:00")]
    [InlineData("Delivery:RetryDelays:0=60.00:00:00")]
    [InlineData("Delivery:RequestTimeout=20.00:00:00")]
    public void Absurdly_large_values_are_refused(string change) =>
        TestSettings.Read(change).Faults.Select(GetKey).ShouldBe([change.Split('=')[0]]);

    [Fact]
    public void Faults_of_every_kind_are_named_together() =>
        TestSettings.Read(
            "-Bridge:PublicUrl", "Bridge:MaxBodyBytes=many", "Bridge:PublicURI=x", "Channels:shop:Key=short",
            "Channels:shop:Close:StatusOnClientClose=done", "Channels:shop:Texts:Hello=x", "Helpdesks:main:BaseUrl=http://acme.zendesk.com",
            "Helpdesks:main:ApiToken:Email=a@example.com", "Delivery:RequestTimeout=soon", "Storage:Provider=Oracle")
            .Faults.Select(GetKey).ShouldBe(
                [
                    "Bridge:PublicUrl", "Bridge:MaxBodyBytes", "Bridge:PublicURI", "Channels:shop:Key", "Channels:shop:Close:StatusOnClientClose",
                    "Channels:shop:Texts:Hello", "Helpdesks:main:BaseUrl", "Helpdesks:main:ApiToken", "Helpdesks:main:ApiToken:Token",
                    "Delivery:RequestTimeout", "Storage:Provider",
                ],
                ignoreOrder: true);

    [Theory]
    [InlineData("Bridge:PublicUr=x", "Bridge:PublicUr: is not a setting; did you mean Bridge:PublicUrl?")]
    [InlineData("Bridge:Retention=x", "Bridge:Retention: is not a setting; remove it, or correct its name.")]
    [InlineData("Channels:shop:Ticket:Subjekt=x", "Channels:shop:Ticket:Subjekt: is not a setting; did you mean Channels:shop:Ticket:Subject?")]
    [InlineData("Channels:shop:Destinations:0:Idd=5",
        "Channels:shop:Destinations:0:Idd: is not a setting; did you mean Channels:shop:Destinations:0:Id?")]
    [InlineData("Helpdesks:main:OAuth:ClientIdd=x", "Helpdesks:main:OAuth:ClientIdd: is not a setting; did you mean Helpdesks:main:OAuth:ClientId?")]
    [InlineData("Storage:ConectionString=x", "Storage:ConectionString: is not a setting; did you mean Storage:ConnectionString?")]
    public void An_unknown_key_is_named_with_the_key_that_was_meant(string change, string fault) =>
        TestSettings.Read(change).Faults.ShouldContain(fault);

    [Theory]
    [InlineData("Bridge:MaxBodyBytes=1.5", "Bridge:MaxBodyBytes: is a whole number.")]
    [InlineData("Bridge:MaxBodyBytes=", "Bridge:MaxBodyBytes: is a whole number.")]
    [InlineData("Bridge:MaxBodyBytes=99999999999", "Bridge:MaxBodyBytes: is a whole number.")]
    [InlineData("Channels:shop:InboundPerSecond=fast", "Channels:shop:InboundPerSecond: is a whole number.")]
    [InlineData("Channels:shop:Ticket:FormId=abc", "Channels:shop:Ticket:FormId: is a whole number.")]
    [InlineData("Channels:shop:WhenUnknown=Maybe", "Channels:shop:WhenUnknown: is one of Online, Offline.")]
    [InlineData("Channels:shop:WhenUnknown=1", "Channels:shop:WhenUnknown: is one of Online, Offline.")]
    [InlineData("Helpdesks:main:Kind=Freshdesk", "Helpdesks:main:Kind: is one of Zendesk, RequestTracker.")]
    [InlineData("Delivery:RequestTimeout=20s",
        "Delivery:RequestTimeout: is a time span such as 00:00:20 (hours:minutes:seconds) or 1.00:00:00 (one day).")]
    [InlineData("Delivery:RetryDelays=00:00:01", "Delivery:RetryDelays: takes a list or group of values, not a single one.")]
    [InlineData("Bridge:AllowedJaicpHosts=*.jaicp.com", "Bridge:AllowedJaicpHosts: takes a list or group of values, not a single one.")]
    [InlineData("Bridge:MaxBodyBytes:0=5", "Bridge:MaxBodyBytes: takes a single value, not a group.")]
    [InlineData("Channels:shop=yes", "Channels:shop: takes a group of settings, not a single value.")]
    [InlineData("Channels:shop:Ticket=Hello", "Channels:shop:Ticket: takes a group of settings, not a single value.")]
    [InlineData("Helpdesks:main:ApiToken=secret-token", "Helpdesks:main:ApiToken: takes a group of settings, not a single value.")]
    public void A_value_of_the_wrong_type_is_one_fault(string change, string fault) => TestSettings.Read(change).Faults.ShouldBe([fault]);

    [Theory]
    [InlineData("Bridge:PublicUrl=bridge.example.com")]
    [InlineData("Bridge:PublicUrl=ftp://bridge.example.com")]
    [InlineData("Bridge:PublicUrl=https://bridge.example.com?x=1")]
    [InlineData("Bridge:MaxBodyBytes=1023")]
    [InlineData("Bridge:AllowedJaicpHosts:0=https://bot.jaicp.com")]
    [InlineData("Bridge:AllowedJaicpHosts:0=*")]
    [InlineData("Channels:shop:Key=12345678901234567890123")]
    [InlineData("Channels:shop:Key=1234567890/1234567890/1234")]
    [InlineData("Channels:shop:PreviousKey=short")]
    [InlineData("Channels:shop:DefaultDestination=Support")]
    [InlineData("Channels:shop:Destinations:0:Id=Support")]
    [InlineData("Channels:shop:InboundPerSecond=0")]
    [InlineData("Channels:shop:Ticket:Subject= ")]
    [InlineData("Channels:shop:Ticket:Tags:0=two words")]
    [InlineData("Channels:shop:Ticket:Priority=important")]
    [InlineData("Channels:shop:Ticket:Fields:plan=plan")]
    [InlineData("Channels:shop:Ticket:Fields:plan=-1")]
    [InlineData("Channels:shop:Ticket:WaitForFirstMessage=-00:00:01")]
    [InlineData("Channels:shop:Close:StatusOnClientClose=done")]
    [InlineData("Channels:shop:Close:ReopenWithin=-00:00:01")]
    [InlineData("Channels:shop:Close:IdleAfter=00:00:00")]
    [InlineData("Channels:shop:TimeZone=Mars/Olympus")]
    [InlineData("Channels:shop:Hours:Open:0=Mon-Fri")]
    [InlineData("Channels:shop:Hours:ZendeskScheduleId=0")]
    [InlineData("Channels:shop:WebhookUrl=https://evil.example.com/")]
    [InlineData("Channels:shop:Texts:Language=fi")]
    [InlineData("Channels:shop:Texts:Waiting={position, plural, one {# chat}}")]
    [InlineData("Channels:shop:Texts:Waiting={position, plural, other {# chats}")]
    [InlineData("Channels:shop:Language:From=")]
    [InlineData("Channels:shop:Language:Texts:de:ClientLeft=Weg")]
    [InlineData("Channels:shop:Language:Texts:de:Offline=")]
    [InlineData("Channels:shop:Language:Texts:de:Waiting=Bitte warten")]
    [InlineData("Channels:shop:Language:Texts:de:Offline={n, plural, one {x}}")]
    [InlineData("Channels:shop:Texts:Hello=Hi")]
    [InlineData("Helpdesks:main:BaseUrl=http://acme.zendesk.com")]
    [InlineData("Helpdesks:main:BaseUrl=https://acme.zendesk.com/agent")]
    [InlineData("Helpdesks:main:OAuth:TokenLifetime=00:04:59")]
    [InlineData("Helpdesks:main:OAuth:TokenLifetime=2.00:00:01")]
    [InlineData("Helpdesks:main:WebhookSecrets:0=")]
    [InlineData("Helpdesks:main:WebhookSecrets:1=dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==")]
    [InlineData("Helpdesks:main:SignatureTolerance=00:00:00")]
    [InlineData("Helpdesks:main:RequestsPerMinute=0")]
    [InlineData("Helpdesks:main:ReconcileEvery=00:00:00")]
    [InlineData("Helpdesks:main:PollEvery=00:00:00")]
    [InlineData("Channels:shop:Requester:EmailFrom=")]
    [InlineData("Channels:shop:Requester:PhoneFrom= ")]
    [InlineData("Channels:shop:Requester:ExternalIdFrom=")]
    [InlineData("Channels:shop:ReturnToBot:Tag=two words")]
    [InlineData("Channels:shop:ReturnToBot:Tag=")]
    [InlineData("Helpdesks:main:LateWriteWindow=00:00:00")]
    [InlineData("Delivery:RetryDelays:0=00:00:00")]
    [InlineData("Delivery:GiveUpAfter=00:00:00")]
    [InlineData("Delivery:NotifyAfter=-00:00:01")]
    [InlineData("Delivery:RequestTimeout=00:00:00")]
    [InlineData("Delivery:RequestTimeout=00:00:00.0010000")]
    [InlineData("Delivery:RequestTimeout=20")]
    [InlineData("Storage:Provider=Oracle")]
    [InlineData("Storage:ConnectionString=Host=db;Database=bridge")]
    [InlineData("Storage:ConnectionString= ")]
    [InlineData("Storage:Retention=00:00:00")]
    [InlineData("Storage:ConnectionString=Passwrod=s3cret")]
    [InlineData("Storage:ConnectionString=garbage")]
    [InlineData("Storage:ConnectionString=Mode=ReadOnly")]
    [InlineData("Storage:ConnectionString=Data Source=a.db;Password=s3cret")]
    [InlineData("Cluster:Provider=Redis")]
    [InlineData("Network:AllowedPrivateHosts:0=http://10.0.0.1")]
    [InlineData("Network:TrustedProxies:0=proxy.example.com")]
    [InlineData("Bridge:FileKeys:0=only-23-characters-long")]
    [InlineData("Bridge:FileKeys:0=")]
    [InlineData("Bridge:FileLinkLifetime=00:00:00")]
    [InlineData("Bridge:FileLinkLifetime=3651.00:00:00")]
    [InlineData("Admin:Key=short")]
    public void A_value_outside_its_rule_is_one_fault_with_its_key(string change) =>
        GetKey(TestSettings.Read(change).Faults.ShouldHaveSingleItem()).ShouldBe(change[..change.IndexOf('=', StringComparison.Ordinal)]);

    [Fact]
    public void A_language_of_own_texts_has_no_region() => TestSettings.Read("Channels:shop:Language:Texts:de-AT:Offline=Zu").Faults.ShouldBe(
        ["Channels:shop:Language:Texts:de-AT: is not a language without a region, such as de."]);

    [Theory]
    [InlineData("Cluster:CertificateFile: is required with AuthorityFile", "Cluster:AuthorityFile=ca.pem")]
    [InlineData(
        "Cluster:CertificateFile: can't be used: a PEM file with a certificate and its key is needed", "Cluster:CertificateFile=no-such-file.pem")]
    [InlineData(
        "Cluster:CertificateFile: can't be used: a PEM file with a certificate and its key is needed", "Cluster:CertificateFile=xunit.runner.json")]
    public void A_certificate_of_the_cluster_that_can_not_be_used_is_a_fault(string fault, string change) =>
        TestSettings.Read("Storage:Provider=PostgreSql", "Storage:ConnectionString=Host=db;Database=bridge", "Cluster:Provider=PostgreSql", change)
            .Faults.ShouldHaveSingleItem().ShouldStartWith(fault);

    [Theory]
    [InlineData("Channels:my shop:Key=x", "Channels:my shop")]
    [InlineData("Channels:ма:Key=x", "Channels:ма")]
    [InlineData("Channels:shop\n:Key=x", "Channels:shop\n")]
    [InlineData("Helpdesks:a/b:BaseUrl=https://acme.zendesk.com", "Helpdesks:a/b")]
    public void Names_are_parts_of_addresses(string change, string key) =>
        TestSettings.Read(change).Faults.ShouldContain($"{key}: the name is part of an address: letters, digits, - and _, at most 64.");

    [Fact]
    public void Both_ways_to_sign_in_are_one_too_many() =>
        TestSettings.Read("Helpdesks:main:ApiToken:Email=a@example.com", "Helpdesks:main:ApiToken:Token=t").Faults
            .ShouldBe(["Helpdesks:main:ApiToken: stands beside OAuth: keep one of them, OAuth where you can."]);

    [Fact]
    public void Two_kinds_of_business_hours_are_one_too_many() =>
        TestSettings.Read("Channels:shop:Hours:Open:0=Mon-Fri 09:00-18:00", "Channels:shop:Hours:ZendeskScheduleId=5").Faults
            .ShouldBe(["Channels:shop:Hours:ZendeskScheduleId: stands beside Channels:shop:Hours:Open: keep one of them."]);

    [Fact]
    public void Opening_times_that_can_not_be_read_are_named_with_the_way_to_write_them() =>
        TestSettings.Read("Channels:shop:Hours:Open:0=Mon-Fri 09:00-18:00", "Channels:shop:Hours:Open:1=weekend 10-14").Faults.ShouldBe(
            [
                "Channels:shop:Hours:Open:1: is days and times such as Mon-Fri 09:00-18:00, Sat,Sun 10:00-14:00, "
                    + "Mon-Sun 00:00-24:00 or, over midnight, Fri 22:00-02:00.",
            ]);

    [Theory]
    [InlineData("Channels:shop:Escalations:1:After: must be more than zero", "Escalations:1:After=00:00:00")]
    [InlineData("Channels:shop:Escalations:2:After: must be more than zero", "Escalations:2:Tag=later")]
    [InlineData("Channels:shop:Escalations:1:After: must be more than Channels:shop:Escalations:0:After", "Escalations:1:After=00:10:00")]
    [InlineData("Channels:shop:Escalations:1:After: must be more than Channels:shop:Escalations:0:After", "Escalations:1:After=00:05:00")]
    [InlineData("Channels:shop:Escalations:1:After: must be at most 30.00:00:00", "Escalations:1:After=31.00:00:00")]
    [InlineData("Channels:shop:Escalations:1:Group: is the id of a helpdesk group", "Escalations:1:Group=Second line")]
    [InlineData("Channels:shop:Escalations:1:Priority: is one of low, normal, high, urgent", "Escalations:1:Priority=50")]
    [InlineData("Channels:shop:Escalations:1:Tag: is one word", "Escalations:1:Tag=two words")]
    [InlineData("Channels:shop:Escalations:1: needs a Group, Priority, Tag or Note", "Escalations:1:Tag=")]
    public void A_step_for_chats_that_nobody_answers_that_can_not_be_taken_is_a_fault(string fault, string change) =>
        TestSettings.Read(
            "Channels:shop:Escalations:0:After=00:10:00", "Channels:shop:Escalations:0:Note=Nobody yet", "Channels:shop:Escalations:1:After=00:20:00",
            "Channels:shop:Escalations:1:Tag=late", $"Channels:shop:{change}").Faults.ShouldContain(found => found.StartsWith(fault));

    [Fact]
    public void The_tag_that_gives_chats_back_is_none_for_chats_that_nobody_answers() =>
        TestSettings.Read("Channels:shop:ReturnToBot:Tag=bot", "Channels:shop:Escalations:0:After=00:10:00", "Channels:shop:Escalations:0:Tag=Bot")
            .Faults.ShouldHaveSingleItem().ShouldStartWith("Channels:shop:Escalations:0:Tag: is ReturnToBot:Tag");

    [Theory]
    [InlineData("Bot", "chat", "bot", "Channels:shop:Ticket:Tags:1")]
    [InlineData("chat", "chat", "bot", "Channels:shop:Ticket:Tags:0")]
    public void The_tag_that_gives_chats_back_is_none_that_each_ticket_has_from_the_beginning(string tag, string first, string second, string key) =>
        TestSettings.Read($"Channels:shop:ReturnToBot:Tag={tag}", $"Channels:shop:Ticket:Tags:0={first}", $"Channels:shop:Ticket:Tags:1={second}")
            .Faults.ShouldHaveSingleItem().ShouldStartWith($"{key}: is ReturnToBot:Tag");

    [Fact]
    public void An_unknown_helpdesk_is_named_with_those_there_are() =>
        TestSettings.Read("Channels:shop:Helpdesk=other").Faults
            .ShouldBe(["Channels:shop:Helpdesk: names a helpdesk that is not under Helpdesks; there is main."]);

    private static string GetKey(string fault) => fault[..fault.IndexOf(": ", StringComparison.Ordinal)];
}
