using System.Text.Json;

namespace HelpdeskBridge.Simulators.Zendesk;

/// <summary>Who changes a ticket, and through which channel.</summary>
/// <param name="Updater">The signed-in user.</param>
/// <param name="Channel"><c>api</c> or <c>web</c>.</param>
/// <param name="Client">The user agent of the program.</param>
/// <param name="Metadata">The metadata of the API client.</param>
internal sealed record Origin(SimulatedUser Updater, string Channel, string Client, JsonElement? Metadata = null);
