using HelpdeskBridge.Playground;

if (BridgeProcess.FindWork(args) is { } runBridge)
{
    await runBridge();
    return 0;
}

await using var playground = await PlaygroundHost.StartAsync();
await using var page = PageHost.Build(playground, args);
try
{
    await page.StartAsync();
}
catch (IOException busy)
{
    Console.Error.WriteLine($"{busy.Message} Choose another address with --urls http://127.0.0.1:5090");
    return 1;
}

StartupMessage.Print(playground, page.Urls.First());
await page.WaitForShutdownAsync();
return 0;
