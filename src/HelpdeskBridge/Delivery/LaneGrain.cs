using HelpdeskBridge.Conversations;
using HelpdeskBridge.Storage;
using Orleans.Concurrency;

namespace HelpdeskBridge.Delivery;

/// <summary>One lane: a conversation in one direction, in one place at a time across all processes.</summary>
internal interface ILaneGrain : IGrainWithStringKey
{
    /// <summary>There may be something to send. May be lost: the sweep rings again.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task RingAsync();
}

/// <summary>Holds nothing that may be lost: what there is to send stands in the store.</summary>
internal sealed class LaneGrain(Lane lane, IHostApplicationLifetime lifetime, ILogger<LaneGrain> log) : Grain, ILaneGrain
{
    private readonly RingLoop _loop = new(log);

    public Task RingAsync() => _loop.RingAsync(
        () => lane.SendNextAsync(LaneGrainKey.Parse(this.GetPrimaryKeyString()), lifetime.ApplicationStopping), lifetime.ApplicationStopping);
}

internal static class LaneGrainKey
{
    public static string Of(LaneId lane) => $"{lane.ConversationId}/{lane.Direction}";

    public static LaneId Parse(string key) =>
        key.Split('/') is [var conversationId, var direction]
            ? new LaneId(conversationId, Enum.Parse<Direction>(direction))
            : throw new FormatException($"'{key}' is no lane key.");
}
