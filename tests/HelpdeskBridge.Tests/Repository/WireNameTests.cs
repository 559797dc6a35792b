using System.Reflection;
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
            .. Enum.GetValues<RequestKind>().Select(kind => $"RequestKind.{kind} = {(int)kind}"),
        ];

        names.Order(StringComparer.Ordinal).ShouldBe(
        [
            "RequestKind.Availability = 4", "RequestKind.CreateTicket = 1", "RequestKind.Other = 0", "RequestKind.Setup = 5", "RequestKind.Sweep = 3",
            "RequestKind.UpdateTicket = 2",
            "grain outbound-queue", "grain reconcile-sweep", "grain ticket-sync", "grain zendesk-account", "outbound-queue", "outbound-queue.wake",
            "reconcile-sweep", "reconcile-sweep.wake", "ticket-sync", "ticket-sync.wake", "zendesk-account", "zendesk-account.book",
            "zendesk-account.get-use", "zendesk-account.observe", "zendesk-account.settle", "zendesk-booking", "zendesk-booking.0: RequestKind",
            "zendesk-booking.1: DateTimeOffset", "zendesk-limit-notice", "zendesk-limit-notice.0: RequestKind?", "zendesk-limit-notice.1: Int64",
            "zendesk-limit-notice.2: TimeSpan",
        ]);
    }

    private static bool IsGrain(Type type) => !type.IsAbstract && type.IsAssignableTo(typeof(Grain));

    private static string? GetAlias(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    private static string Describe(Type type) => Nullable.GetUnderlyingType(type) is { } inner ? $"{inner.Name}?" : type.Name;
}
