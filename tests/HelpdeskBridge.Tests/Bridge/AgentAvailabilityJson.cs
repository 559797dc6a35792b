using System.Text.Json.Nodes;

namespace HelpdeskBridge.Tests.Bridge;

/// <summary>Zendesk's list of agents and their channels (JSON:API).</summary>
internal static class AgentAvailabilityJson
{
    /// <param name="agents">Id, ids of groups as JSON (null: not named), and channels such as "support:online talk:away" (no status: null).</param>
    public static string Page(params (long Id, string? Groups, string Channels)[] agents) => Page(null, agents);

    public static string Page(string? after, params (long Id, string? Groups, string Channels)[] agents)
    {
        var (data, included) = (new JsonArray(), new JsonArray());
        foreach (var (id, groups, channels) in agents)
        {
            var links = new JsonArray();
            foreach (var channel in channels.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split(':')))
            {
                var key = $"agent_availabilities|{id}|channels|{channel[0]}";
                links.Add(new JsonObject { ["id"] = key, ["type"] = "channels" });
                included.Add(new JsonObject { ["id"] = key, ["type"] = "channels", ["attributes"] = new JsonObject { ["name"] = channel[0], ["status"] = channel[1].Length > 0 ? channel[1] : null } });
            }

            var attributes = new JsonObject { ["agent_id"] = id, ["version"] = 1 };
            if (groups is not null)
                attributes["group_ids"] = JsonNode.Parse(groups);
            data.Add(new JsonObject
            {
                ["id"] = $"agent_availabilities|{id}",
                ["attributes"] = attributes,
                ["relationships"] = new JsonObject { ["channels"] = new JsonObject { ["data"] = links } },
            });
        }

        return new JsonObject { ["data"] = data, ["included"] = included, ["meta"] = new JsonObject { ["has_more"] = after is not null, ["after_cursor"] = after } }.ToJsonString();
    }
}
