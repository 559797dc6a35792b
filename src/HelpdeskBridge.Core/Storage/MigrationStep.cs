namespace HelpdeskBridge.Storage;

/// <summary>A migration of a store that an older version wrote. Of a large store it can take minutes.</summary>
/// <param name="Name">The name of its script, such as <c>V014_Outages</c>.</param>
/// <param name="Number">Which one of those that are to be run: 1 is the first.</param>
/// <param name="Count">How many are to be run.</param>
internal readonly record struct MigrationStep(string Name, int Number, int Count);
