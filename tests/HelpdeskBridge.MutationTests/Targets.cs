namespace HelpdeskBridge.MutationTests;

/// <summary>What is mutated, and the tests that should notice it.</summary>
internal static class Targets
{
    private const string Core = "src/HelpdeskBridge.Core/";

    /// <summary>The pure rules: what they decide depends on nothing but their arguments.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        Core + "Conversations/ConversationRules.cs",
        Core + "Conversations/ClientRules.cs",
        Core + "Conversations/AgentRules.cs",
        Core + "Conversations/TicketRules.cs",
        Core + "Conversations/DeliveryRules.cs",
        Core + "Conversations/BotRules.cs",
        Core + "Conversations/EscalationRules.cs",
        Core + "Messaging/RetryPolicy.cs",
        Core + "Messaging/DeliveryOutcome.cs",
        Core + "Messaging/Health/EndpointHealth.cs",
        Core + "Messaging/Health/EndpointState.cs",
        "src/HelpdeskBridge.Zendesk/Api/ZendeskFailureTable.cs",
        "src/HelpdeskBridge.Zendesk/Api/ZendeskFailure.cs",
        "src/HelpdeskBridge.RequestTracker/Api/RequestTrackerFailureTable.cs",
        "src/HelpdeskBridge.RequestTracker/Api/RequestTrackerFailure.cs",
        "src/HelpdeskBridge/Jaicp/Events/JaicpFailureTable.cs",
    ];

    /// <summary>Tests that call the rules, without a service around them. Of these, those run that enter the mutated member.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        .. In("Conversations", "ClientSideRulesTests", "HelpdeskSideRulesTests", "EndRulesTests", "HandOverRulesTests", "TicketReuseRulesTests",
            "DeliveryRulesTests", "BotRulesTests", "EscalationRulesTests", "AgentFileRulesTests", "OutsideHoursTests", "ConversationSequenceTests",
            "SamePersonRulesTests", "ReturnTagRulesTests", "TicketWriteRulesTests", "NoticeRulesTests", "LastChatRulesTests"),
        .. In("Messaging", "RetryPolicyTests", "RetryDelayTests", "DeliveryOutcomeTests", "Health.EndpointStateTests",
            "Health.EndpointStatesTests", "Health.OutageEvidenceTests", "Health.OutageReportTests", "Health.ClusterReportTests"),
        .. In("Zendesk", "ZendeskFailureTableTests", "ZendeskErrorBodyTests", "Fixtures.PublishedAnswerTests"),
        .. In("RequestTracker", "RequestTrackerFailureTableTests"),
        .. In("Jaicp", "JaicpFailureTableTests"),
    ];

    private static IEnumerable<string> In(string folder, params string[] classes) => classes.Select(name => $"HelpdeskBridge.Tests.{folder}.{name}");
}
