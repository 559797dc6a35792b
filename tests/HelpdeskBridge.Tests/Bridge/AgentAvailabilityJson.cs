using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>An agent's status on a channel, such as online on support; null: the answer has none.</summary>
internal sealed record ChannelStatus(string Channel, string? Status)
{
    public int? WorkItems { get; init; }

    /// <summary>Null: the account has no omnichannel routing.</summary>
    public int? MaxCapacity { get; init; }
}

/// <summary>An agent in Zendesk's list.</summary>
/// <param name="Id">The agent's id.</param>
/// <param name="Groups">Ids of the agent's groups; null: the answer does not name them.</param>
/// <param name="Channels">The agent's status on each channel.</param>
internal sealed record ListedAgent(long Id, long[]? Groups, ChannelStatus[] Channels);

/// <summary>Zendesk's list of agents and their channels (JSON:API).</summary>
internal static class AgentAvailabilityJson
{
    public static string Page(params ListedAgent[] agents) => Page(null, agents);

    public static string Page(string? after, params ListedAgent[] agents)
    {
        var (data, included) = (new JsonArray(), new JsonArray());
        foreach (var (id, groups, channels) in agents)
        {
            var links = new JsonArray();
            foreach (var channelStatus in channels)
            {
                var (channel, status) = channelStatus;
                var key = $"agent_availabilities|{id}|channels|{channel}";
                links.Add(new JsonObject { ["id"] = key, ["type"] = "channels" });
                included.Add(new JsonObject
                {
                    ["id"] = key,
                    ["type"] = "channels",
                    ["attributes"] = new JsonObject
                    {
                        ["name"] = channel,
                        ["status"] = status,
                        ["work_item_count"] = channelStatus.WorkItems,
                        ["max_capacity"] = channelStatus.MaxCapacity,
                    },
                });
            }

            var attributes = new JsonObject { ["agent_id"] = id, ["version"] = 1 };
            if (groups is not null)
                attributes["group_ids"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]);
            data.Add(new JsonObject
            {
                ["id"] = $"agent_availabilities|{id}",
                ["attributes"] = attributes,
                ["relationships"] = new JsonObject { ["channels"] = new JsonObject { ["data"] = links } },
            });
        }

        return new JsonObject
        {
            ["data"] = data,
            ["included"] = included,
            ["meta"] = new JsonObject { ["has_more"] = after is not null, ["after_cursor"] = after },
        }.ToJsonString();
    }
}
