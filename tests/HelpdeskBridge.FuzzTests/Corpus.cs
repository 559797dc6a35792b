using System.Text;

namespace HelpdeskBridge.FuzzTests;

/// <summary>
/// Samples the inputs are made from: what the two sides send, as their documentation and recorded answers have it, and what once broke
/// something.
/// </summary>
internal static class Corpus
{
    public static IReadOnlyList<byte[]> OperatorBodies { get; } = Of(
        """{"userId":"telegram-123-987654","destinationId":"360001234567","userName":"Ann","attributes":{"plan":"gold","n":1.5,"x":[1,{"y":"""
            + """null}]},"hiddenAttributes":"{\"score\":17}","customData":{"a":{"b":["c"]}}}""",
        """{"userId":"u1","text":"Where is my parcel? 👨‍👩‍👧‍👦 https://example.com/a?b=c#d"}""",
        """{"userId":"u1","url":"https://files.example.com/a1b2c3.png","fileName":"receipt.png","size":48213}""",
        """{"userId":"u1","text":null}""",
        """{"url":"https://bot.jaicp.com/chatadapter/chatapi/webhook/operatorapi/AbCdEfGh:01"}""",
        """{"url":""}""",
        "\uFEFF{\"userId\":\"u1\"}");

    public static IReadOnlyList<byte[]> WebhookBodies { get; } = Of(
        """{"ticket_id":"501","external_id":"jaicp:0193a0b1c2d37e4f8a9b0c1d2e3f4a5b","status":"open"}""",
        """{"type":"zen:event-type:ticket.comment_added","account_id":1,"id":"a","time":"2026-11-23T10:00:"""
            + """00Z","zendesk_event_version":"2022-11-06","subject":"zen:ticket:501","detail":{"id":"501","external_id":"jaicp:"""
            + """1","status":"OPEN","group_id":"1"},"event":{"comment":{"id":"1","body":"x","is_public":true,"author":{"id":"2","is_staff":"""
            + """true}}}}""",
        """{"type":"zen:event-type:ticket.merged","subject":"zen:ticket:501","detail":{"external_id":"jaicp:1"},"event":"""
            + """{"target_ticket_id":"502"}}""");

    public static IReadOnlyList<byte[]> Html { get; } = Of(
        "<div class=\"zd-comment\" dir=\"auto\"><p>Hello&nbsp;<strong>Ann</strong>,</p><ul><li>one<ol><li>two</li></ol></li></ul>"
            + "<blockquote>quoted<br>text</blockquote><a href=\"https://example.com/?a=1&amp;b=2\">here</a> "
            + "<img src=\"https://acme.zendesk.com/attachments/token/x/?name=a.png\"></div>",
        "<pre><code>a &lt; b\n  c</code></pre><table><tr><td>1</td><td>2</td></tr></table><hr><p>-- <br>Signature</p>",
        "<p>😀 &#128512; &#x1F600; &lt;script&gt;alert(1)&lt;/script&gt;</p><style>p{}</style><!-- hidden --><svg><title>t</title></svg>",
        "plain text\nwith *stars* and _lines_ {{ticket.id}}");

    public static IReadOnlyList<byte[]> Answers { get; } = Of(
        """{"ticket":{"id":501,"status":"open","requester_id":9001,"assignee_id":7,"group_id":1,"updated_at":"2026-11-23T10:00:00Z","tags":"""
            + """["jaicp"],"external_id":"jaicp:1"},"audit":{"id":1,"events":[{"id":8000,"type":"Comment","attachments":[]}]},"users":"""
            + """[{"id":7,"name":"Agent Smith","role":"agent","photo":{"content_url":"https://x/y.png"}}]}""",
        """{"comments":[{"id":8001,"type":"Comment","author_id":7,"body":"Hi","html_body":"<p>Hi</p>","plain_body":"Hi","public":"""
            + """true,"created_at":"2026-11-23T10:00:01Z","via":{"channel":"web","source":{"from":{},"to":{},"rel":null}},"metadata":"""
            + """{"custom":{"helpdesk_bridge":"m1"}},"attachments":[{"id":"""
            + """31,"file_name":"map.png","content_url":"https://acme.zendesk.com/attachments/token/t1/?name=map.png","content_type":"""
            + """ "image/png","size":10,"inline":false,"malware_scan_result":"malware_not_found","malware_access_override":"""
            + """false}]}],"users":"""
            + """[{"id":7,"name":"A","role":"agent"}],"meta":{"has_more":true,"after_cursor":"abc"}}""",
        """{"user":{"id":9001,"name":"Ann","external_id":"jaicp:shop:75"}}""",
        """{"groups":[{"id":360001234567,"name":"Support","deleted":false}],"meta":{"has_more":false,"after_cursor":null}}""",
        """{"upload":{"token":"6bk3gql82em5nmf","attachment":{"id":1,"file_name":"a.png"}}}""",
        """{"access_token":"token","token_type":"bearer","expires_in":1800,"scope":"read write"}""",
        """{"tickets":[{"id":501,"status":"solved","updated_at":"2026-11-23T10:00:00Z"}],"after_cursor":"MTU3","end_of_stream":true}""",
        """{"data":[{"type":"agent_availabilities","id":"7","attributes":{"agent_status":{"name":"online"}},"relationships":{"channels":"""
            + """{"data":[{"type":"channels","id":"7:support"}]}}}],"included":[{"type":"channels","id":"7:support","attributes":"""
            + """{"name":"support","status":"online"}}],"meta":{"has_more":false}}""",
        """{"group_memberships":[{"user_id":7,"group_id":1}],"meta":{"has_more":false}}""",
        """{"schedule":{"id":1,"time_zone":"Berlin","intervals":[{"start_time":1980,"end_time":2460}]}}""",
        """{"holidays":[{"id":1,"start_date":"2026-12-25","end_date":"2026-12-26"}]}""",
        """{"error":"RecordInvalid","description":"Record validation errors","details":{"status":"""
            + """[{"description":"Status: closed prevents ticket update"}]}}""",
        """{"error":{"title":"Forbidden","message":"You do not have access"}}""",
        "<html><body>502 Bad Gateway</body></html>");

    public static IReadOnlyList<byte[]> RequestTrackerAnswers { get; } = Of(
        """{"Status":"open","id":"7","type":"ticket","Queue":{"type":"queue","id":"3"},"Owner":{"id":"olga"},"Requestor":[{"id":"jaicp-1"}],"""
            + """ "LastUpdated":"2026-11-26T20:57:26Z","EffectiveId":{"id":"9"},"Priority":"50","CustomFields":[{"name":"Plan","id":"2","values":"""
            + """["Gold"]}],"_hyperlinks":[{"ref":"correspond","type":"ticket","_url":"https://rt.example.com/REST/2.0/ticket/7/correspond"}]}""",
        """{"items":[{"Type":"Correspond","type":"transaction","id":"72","ObjectId":"3","Creator":{"id":31,"Name":"olga","RealName":"Olga"},"""
            + """ "Created":"2026-11-26T20:57:26Z","Field":null,"OldValue":null,"NewValue":"open"}],"count":1,"page":1,"pages":1,"total":1}""",
        """{"ContentType":"application/pdf","Filename":"report.pdf","id":8,"Content":"QUIB\n","Headers":"X-Bridge: 1\nSubject: a","Parent":"""
            + """{"id":"6","type":"attachment"},"TransactionId":{"id":"65","type":"transaction"},"Creator":{"id":"agent1"}}""",
        """{"items":[{"id":"1","Name":"General","Disabled":"0","TicketCustomFields":[{"id":"1","name":"Plan"}]}],"count":1}""",
        """{"id":31,"Name":"olga","RealName":"Olga","Privileged":1,"EmailAddress":"olga@example.com","Disabled":"0","Lang":"ru"}""",
        """{"Version":"5.0.3"}""",
        """{"message":"Not Found"}""",
        """["Ticket 3: Status changed from 'open' to 'resolved'"]""");

    public static IReadOnlyList<byte[]> Transcripts { get; } = Of(
        "Bot: Hello, how can I help?\nAnn: My parcel\nis late\nBot: One moment\nAnn: Hello?",
        "[10:01] Client: hi\r\n[10:02] Bot: hello\r\n[10:03] Client: where is it? 👨‍👩‍👧‍👦",
        "> hi\n< hello\n> bye",
        "2026-11-23 10:00:00 user > hi\n2026-11-23 10:00:01 bot > hello",
        "Пользователь: где посылка?\nБот: сейчас посмотрю");

    public static IReadOnlyList<byte[]> Texts { get; } = Of(
        "bytes=0-99", "bytes=-5", "\"etag\"", "W/\"x\"", "Mon-Fri 09:00-18:00", "Fri 22:00-02:00", "receipt.png", "Карта 1.png", "../../etc/passwd",
        "a.tar.gz", "CON.txt", "image/svg+xml; charset=utf-8", "text/html",
        "total=400; remaining=12; resets=30", "2026-11-23T10:00:00Z", "https://bot.jaicp.com/a:b", "http://[::ffff:127.0.0.1]:80/",
        "https://user:pw@host/", "attachment; filename*=UTF-8''a%20b", "\uD83D\uDE00", "");

    public static IReadOnlyList<byte[]> Settings { get; } = Of(
        """{"Bridge":{"PublicUrl":"https://bridge.example.com","AgentFileKeys":["0123456789abcdef01234567"]},"Channels":{"shop":"""
            + """{"Key":"0123456789abcdef0123456789abcdef","Helpdesk":"main","DefaultDestination":"1","Ticket":{"Fields":"""
            + """{"plan":"5"},"Tags":["a"]},"Texts":{"Language":"ru","ClientLeft":""},"Hours":{"Open":["Mon-Fri 09:00-18:00"]},"Close":"""
            + """{"IdleAfter":"00:30:00"}}},"Helpdesks":{"main":{"BaseUrl":"https://acme.zendesk.com","OAuth":"""
            + """{"ClientId":"a","ClientSecret":"b"},"WebhookSecrets":["c"],"RequestsPerMinute":400}},"Delivery":{"RetryDelays":["00:00:"""
            + """01"]},"Network":{"AllowedPrivateHosts":["10.0.0.0/8"],"TrustedProxies":["127.0.0.1"]},"Admin":{"Key":"0123456789abcdef01234567"}}""",
        """{"Channels":{"shop":{"KeyFile":"/nowhere","Key":null}},"Storage":{"ConnectionStringFile":["a","b"],"Retention":"x"},"Cluster":"""
            + """{"Provider":"Redis"}}""");

    private static byte[][] Of(params string[] samples) => [.. samples.Select(Encoding.UTF8.GetBytes)];
}
