using HelpdeskBridge.Playground;

await using var world = await World.StartAsync();
await using var page = PageHost.Build(world, args);
try
{
    await page.StartAsync();
}
catch (IOException busy)
{
    Console.Error.WriteLine($"{busy.Message} Choose another address with --urls http://127.0.0.1:5090");
    return 1;
}

Welcome.Print(world, page.Urls.First());
await page.WaitForShutdownAsync();
return 0;
