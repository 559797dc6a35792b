using HelpdeskBridge.Conversations;

namespace HelpdeskBridge.Admin;

internal static class DirectionNames
{
    /// <summary>The direction's name in the admin API and on its page.</summary>
    public static string ToAdminName(this Direction direction) => direction == Direction.ToHelpdesk ? "toHelpdesk" : "toJaicp";
}
