namespace HelpdeskBridge.BotScript;

internal static class BotScriptSetup
{
    /// <summary>Maps what the bot's own script may ask and say. Each channel opens it with a key of its own.</summary>
    public static void MapBotScript(this WebApplication app)
    {
        var calls = app.MapGroup("/bot/{channel}").AddEndpointFilter<BotCallFilter>().ExcludeFromDescription();
        ConversationState.Map(calls);
        RateConversation.Map(calls);
        SetTicketFields.Map(calls);
    }
}
