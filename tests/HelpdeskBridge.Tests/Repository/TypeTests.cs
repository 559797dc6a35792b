using System.Reflection;
using System.Runtime.CompilerServices;
using HelpdeskBridge.Hosting.Configuration;
using HelpdeskBridge.Jaicp.OperatorApi;
using HelpdeskBridge.Options;
using HelpdeskBridge.RequestTracker;
using HelpdeskBridge.Storage;
using HelpdeskBridge.Zendesk;
using Microsoft.Extensions.Logging;

namespace HelpdeskBridge.Tests.Repository;

public sealed class TypeTests
{
    /// <summary>Public because a serializer, a configuration binder or another assembly needs them so; the rest is internal.</summary>
    private static readonly Type[] Public =
    [
        typeof(Program), typeof(InvalidSettingsException), typeof(SecretAttribute),
        typeof(SetWebhookRequest), typeof(SelectDestinationRequest), typeof(SendTextRequest), typeof(SendFileRequest), typeof(CloseChatRequest),
        typeof(DestinationsAnswer), typeof(DestinationAnswer),
    ];

    private static readonly Assembly[] Assemblies =
        [typeof(Program).Assembly, typeof(ZendeskSetup).Assembly, typeof(RequestTrackerSetup).Assembly, typeof(StoreTransaction).Assembly];

    private static readonly Type[] Written =
    [
        .. Assemblies.SelectMany(assembly => assembly.GetTypes()).Where(type =>
            !IsGenerated(type) && !IsPage(type) && type.Namespace?.StartsWith("HelpdeskBridge", StringComparison.Ordinal) == true
                && !type.Name.StartsWith('<')),
    ];

    [Fact]
    public void The_types_were_found() => Written.Length.ShouldBeGreaterThan(100);

    [Fact]
    public void Only_settings_and_bodies_and_the_program_are_public() =>
        Written.Where(type => type.IsVisible).Except(SettingsTypes()).ShouldBe(Public, ignoreOrder: true);

    [Fact]
    public void Every_class_is_sealed_abstract_or_static() =>
        Written.Where(type => type.IsClass && !type.IsSealed && !type.IsAbstract).Select(type => type.FullName).ShouldBeEmpty();

    [Fact]
    public void A_closed_set_of_cases_can_not_be_added_to() =>
        Written.Where(type => type is { IsClass: true, IsAbstract: true, IsSealed: false }
            && Written.Any(other => other.BaseType == type && other.DeclaringType == type))
            .SelectMany(type => Written.Where(other => other.BaseType == type && other.DeclaringType != type)).ShouldBeEmpty();

    [Fact]
    public void Every_log_message_has_an_id_of_its_own()
    {
        var ids = (from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
                   from method in type.GetMethods(
                       BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
                   let message = method.GetCustomAttribute<LoggerMessageAttribute>()
                   where message is not null
                   select (message.EventId, Name: $"{type.FullName}.{method.Name}")).ToList();

        ids.Count.ShouldBeGreaterThan(10);
        ids.ShouldAllBe(id => id.EventId > 0);
        ids.GroupBy(id => id.EventId).Where(group => group.Count() > 1).Select(group => string.Join(" = ", group.Select(id => id.Name)))
            .ShouldBeEmpty();
    }

    /// <summary>Text of messages, names, keys and links never reaches a log; what is logged is named here, so that more is a decision.</summary>
    [Fact]
    public void What_is_logged_is_of_known_kinds()
    {
        string[] known =
        [
            "writes", "kind", "messages", "conversationId", "outcome", "attempt", "reason", "dueAt", "channel", "default", "helpdesk", "ticketId",
            "status", "why", "note", "messageId",
            "direction", "name", "changed", "watched", "targetId", "fields", "key", "faults", "conversations", "entries", "use", "duration",
            "number", "count", "calls", "member", "queue",
        ];
        var logged = from type in Assemblies.SelectMany(assembly => assembly.GetTypes())
                     from method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly)
                     where method.GetCustomAttribute<LoggerMessageAttribute>() is not null
                     from parameter in method.GetParameters()
                     where !typeof(ILogger).IsAssignableFrom(parameter.ParameterType) && !typeof(Exception).IsAssignableFrom(parameter.ParameterType)
                     where !known.Contains(parameter.Name)
                     select $"{type.FullName}.{method.Name}: {parameter.Name}";

        logged.ShouldBeEmpty();
    }

    internal static IEnumerable<Type> SettingsTypes() => SettingsSections.All.SelectMany(section => Tree(section.Options)).Distinct();

    private static IEnumerable<Type> Tree(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .SelectMany(property => Parts(property.PropertyType))
            .Where(part => part.Namespace?.StartsWith("HelpdeskBridge", StringComparison.Ordinal) == true)
            .SelectMany(part => part.IsEnum ? [part] : Tree(part))
            .Prepend(type);

    private static Type[] Parts(Type type) => type.IsArray ? [type.GetElementType()!] : type.IsGenericType ? type.GetGenericArguments() : [type];

    /// <summary>Razor's components are public, and so is what they are given.</summary>
    private static bool IsPage(Type type) => type.Namespace == "HelpdeskBridge.Admin.Pages";

    /// <summary>Orleans, Refit and the compiler write types of their own.</summary>
    private static bool IsGenerated(Type type) =>
        type.GetCustomAttribute<CompilerGeneratedAttribute>() is not null
        || type.GetCustomAttribute<System.CodeDom.Compiler.GeneratedCodeAttribute>() is not null
        || (type.DeclaringType is { } outer && IsGenerated(outer));
}
