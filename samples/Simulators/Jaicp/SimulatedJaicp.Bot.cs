namespace HelpdeskBridge.Simulators.Jaicp;

/// <content>What the bot's own script asks and says beside the Operator API.</content>
public sealed partial class SimulatedJaicp
{
    /// <summary>The address and the key for the bot's script: <c>{PublicUrl}/bot/{channel}</c>.</summary>
    public BotAccess? BotAccess
    {
        get => _bridge.BotAccess;
        set => _bridge.BotAccess = value;
    }

    /// <summary>Asks what became of a client's chat. This is not in the journal, because scripts ask again and again.</summary>
    public Task<BridgeAnswer> AskAboutChatAsync(string userId) =>
        _bridge.CallForBotAsync($"conversation?userId={Uri.EscapeDataString(userId)}", body: null, summary: null);

    /// <summary>The client rates the chat, as a script asks for it at <c>livechatFinished</c>.</summary>
    public async Task<BridgeAnswer> RateAsync(string userId, int score, string? comment = null)
    {
        var answer = await _bridge.CallForBotAsync("rating", new { userId, score, comment }, $"the client's rating: {score}");
        return Record(answer, "rating", userId, comment, null);
    }

    /// <summary>The script sets fields of the client's ticket, by the names that the bridge's settings have for them.</summary>
    public async Task<BridgeAnswer> SetFieldsAsync(string userId, IReadOnlyDictionary<string, object> fields)
    {
        var names = string.Join(", ", fields.Keys);
        var answer = await _bridge.CallForBotAsync("fields", new { userId, fields }, $"the script sets {names}");
        return Record(answer, "fields", userId, names, null);
    }
}

/// <summary>Where the bot's script finds the bridge.</summary>
/// <param name="Url">The address, under which the calls are.</param>
/// <param name="Key">The channel's key for the script.</param>
public sealed record BotAccess(Uri Url, string Key);
