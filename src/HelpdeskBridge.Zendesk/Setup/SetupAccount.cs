using System.Net;
using HelpdeskBridge.Channels;
using HelpdeskBridge.Helpdesks;
using HelpdeskBridge.Zendesk.Api;

namespace HelpdeskBridge.Zendesk.Setup;

/// <summary>An account and the channels that it serves.</summary>
/// <param name="Name">The name in the settings.</param>
/// <param name="Options">Its settings.</param>
/// <param name="Channels">The channels by name.</param>
internal sealed record SetupAccount(string Name, HelpdeskOptions Options, IReadOnlyDictionary<string, ChannelOptions> Channels)
{
    /// <param name="list">A list of the account.</param>
    /// <param name="name">What is in it, such as <c>webhooks</c>.</param>
    /// <exception cref="HelpdeskSetupException">The list can't be read.</exception>
    public IReadOnlyList<T> Open<T>(ZendeskList<T> list, string name)
    {
        if (list.Failure is not { } failure)
            return list.Items;
        var advice = FailureAdvice.Create(failure, Name, Options);
        throw new HelpdeskSetupException(
            $"The {name} can't be read. {advice.What} {advice.Fix}",
            failure.Status == HttpStatusCode.Forbidden ? $"the user may not read {name}" : $"the {name} can't be read: {advice.What.TrimEnd('.')}");
    }

    /// <param name="result">The result of a call.</param>
    /// <param name="what">What a failure means, as a sentence without its full stop.</param>
    /// <exception cref="HelpdeskSetupException">The call failed.</exception>
    public T Open<T>(ZendeskResult<T> result, string what)
        where T : class
    {
        Check(result.Failure, what);
        return result.Content!;
    }

    /// <inheritdoc cref="Open{T}(ZendeskResult{T}, string)"/>
    public void Check(ZendeskFailure? failure, string what)
    {
        if (failure is not null)
            throw Refuse(FailureAdvice.Create(failure, Name, Options), what);
    }

    public static HelpdeskSetupException Refuse(FailureAdvice advice, string what) => new($"{what}. {advice.What} {advice.Fix}");
}
