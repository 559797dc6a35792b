using Polly.CircuitBreaker;

namespace HelpdeskBridge.Helpdesks;

/// <summary>What this process knows about a helpdesk account without asking it. Null stands for what an adapter does not know or have.</summary>
/// <param name="Budget">How much of the request budget is used.</param>
/// <param name="CircuitBreaker">Whether requests are made at all.</param>
/// <param name="Credentials">How the bridge signs in, in a few words. Never a secret.</param>
/// <param name="RenewsAt">When the present access token is exchanged for a new one.</param>
internal sealed record AccountStatus(BudgetUse? Budget, CircuitState? CircuitBreaker, string? Credentials, DateTimeOffset? RenewsAt)
{
    public static readonly AccountStatus Unknown = new(null, null, null, null);
}

/// <summary>How much of an account's request budget is used.</summary>
/// <param name="LastMinute">Requests of the last minute.</param>
/// <param name="Waiting">Requests that wait for a place.</param>
/// <param name="PerMinute">The most requests in any minute.</param>
internal sealed record BudgetUse(int LastMinute, int Waiting, int PerMinute);
