using Microsoft.Extensions.Options;

namespace HelpdeskBridge.Options;

/// <summary>The operators' page as others see it, for links to it.</summary>
internal sealed class AdminAddress(IOptions<BridgeOptions> bridge, EffectiveSettings settings)
{
    /// <returns>Null: without <c>Admin:Key</c> there is no page.</returns>
    public string? GetConversationUrl(string conversationId) => string.IsNullOrEmpty(settings.Configuration["Admin:Key"])
        ? null
        : $"{bridge.Value.PublicUrl.TrimEnd('/')}/admin/conversations/{conversationId}";
}
