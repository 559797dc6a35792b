using System.Reflection;
using HelpdeskBridge.Conversations;
using HelpdeskBridge.Messaging.Health;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Zendesk;
using HelpdeskBridge.Zendesk.Limits;

namespace HelpdeskBridge.Tests.Repository;

/// <summary>
/// Processes of two versions call each other during an upgrade. What they say to each other has names of its own, so that a type or a method may be
/// renamed or moved.
/// </summary>
public sealed class WireNameTests
{
    private static readonly Type[] _all =
    [
        .. new[] { typeof(Program), typeof(ZendeskSetup), typeof(StoreTransaction) }.SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.Namespace?.StartsWith("OrleansCodeGen", StringComparison.Ordinal) != true),
    ];

    private static readonly Type[] _interfaces =
        [.. _all.Where(type => type.IsInterface && type.IsAssignableTo(typeof(Orleans.Runtime.IAddressable)))];

    private static readonly Type[] _serialized = [.. _all.Where(type => type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))];

    [Fact]
    public void The_names_are_those_of_the_last_version()
    {
        string?[] names =
        [
            .. _interfaces.Select(GetAlias),
            .. _interfaces.SelectMany(type => type.GetMethods().Select(method => $"{GetAlias(type)}.{GetAlias(method)}")),
            .. _all.Where(IsGrain).Select(type => $"grain {type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, null!)}"),
            .. _serialized.Select(GetAlias),
            .. _serialized.SelectMany(type => type.GetProperties().Select(property => (
                Id: property.GetCustomAttribute<IdAttribute>()?.Id, property.PropertyType, type))
                .Where(property => property.Id is not null)
                .Select(property => $"{GetAlias(property.type)}.{property.Id}: {Describe(property.PropertyType)}")),
            .. GetValues<RequestKind>(),
            .. GetValues<Direction>(),
            .. GetValues<EndpointEvent>(),
            .. GetValues<FailureScope>(),
        ];

        names.Order(StringComparer.Ordinal).ShouldBe(
        [
            "Direction.ToHelpdesk = 0", "Direction.ToJaicp = 1", "EndpointEvent.Begin = 0", "EndpointEvent.Failure = 3",
            "EndpointEvent.OtherOutcome = 2", "EndpointEvent.ProbeNow = 4", "EndpointEvent.Reset = 5", "EndpointEvent.Success = 1",
            "FailureScope.Endpoint = 2", "FailureScope.Object = 0", "FailureScope.Unclear = 1", "RequestKind.Availability = 4",
            "RequestKind.CreateTicket = 1", "RequestKind.Other = 0", "RequestKind.Setup = 5", "RequestKind.Sweep = 3",
            "RequestKind.UpdateTicket = 2", "delivery-endpoint", "delivery-endpoint.0: Direction", "delivery-endpoint.1: String", "endpoint-attempt",
            "endpoint-attempt.0: EndpointUse", "endpoint-attempt.1: String", "endpoint-attempt.2: Boolean", "endpoint-attempt.3: Boolean",
            "endpoint-change", "endpoint-change.0: EndpointState", "endpoint-change.1: EndpointSnapshot", "endpoint-change.2: DateTimeOffset",
            "endpoint-failure", "endpoint-failure.0: FailureScope", "endpoint-failure.1: String", "endpoint-failure.2: TimeSpan?", "endpoint-health",
            "endpoint-health.report", "endpoint-health.subscribe", "endpoint-observer", "endpoint-observer.on-changed", "endpoint-outage",
            "endpoint-outage.0: DateTimeOffset", "endpoint-outage.1: Boolean", "endpoint-outage.2: String", "endpoint-outage.3: Int32",
            "endpoint-outage.4: DateTimeOffset", "endpoint-outage.5: String", "endpoint-outage.6: DateTimeOffset", "endpoint-report",
            "endpoint-report.0: EndpointEvent", "endpoint-report.1: EndpointAttempt", "endpoint-report.2: EndpointFailure", "endpoint-snapshot",
            "endpoint-snapshot.0: EndpointUse", "endpoint-snapshot.1: EndpointState", "endpoint-snapshot.2: Guid", "endpoint-snapshot.3: Int64",
            "endpoint-state", "endpoint-state.0: Boolean", "endpoint-state.1: EndpointOutage", "endpoint-state.2: ImmutableHashSet`1",
            "endpoint-use", "endpoint-use.0: DeliveryEndpoint", "endpoint-use.1: Boolean", "grain endpoint-health", "grain outbound-queue",
            "grain reconcile-sweep", "grain ticket-sync", "grain zendesk-account", "outbound-queue", "outbound-queue.wake", "reconcile-sweep",
            "reconcile-sweep.wake", "ticket-sync", "ticket-sync.wake", "zendesk-account", "zendesk-account.book", "zendesk-account.get-use",
            "zendesk-account.observe", "zendesk-account.settle", "zendesk-booking", "zendesk-booking.0: RequestKind",
            "zendesk-booking.1: DateTimeOffset", "zendesk-limit-notice", "zendesk-limit-notice.0: RequestKind?", "zendesk-limit-notice.1: Int64",
            "zendesk-limit-notice.2: TimeSpan",
        ]);
    }

    private static IEnumerable<string> GetValues<T>()
        where T : struct, Enum => Enum.GetValues<T>().Select(value => $"{typeof(T).Name}.{value} = {Convert.ToInt32(value, null)}");

    private static bool IsGrain(Type type) => !type.IsAbstract && type.IsAssignableTo(typeof(Grain));

    private static string? GetAlias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string Describe(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{inner.Name}?" : type.Name;
}
