using HelpdeskBridge;

await using var app = BridgeHost.Build(args);
await app.RunAsync();
