using HelpdeskBridge.Playground;

const string RequestTracker = "--request-tracker";

if (BridgeProcess.FindWork(args) is { } runBridge)
{
    await runBridge();
    return 0;
}

try
{
    if (args.Contains(RequestTracker))
        Console.WriteLine("Request Tracker is starting, which takes about half a minute.");
    await using var playground = await PlaygroundHost.StartAsync(args.Contains(RequestTracker));
    await using var page = PageHost.Build(playground, [.. args.Where(argument => argument != RequestTracker)]);
    await page.StartAsync();
    StartupMessage.Print(playground, page.Urls.First());
    await page.WaitForShutdownAsync();
    return 0;
}
catch (IOException busy)
{
    Console.Error.WriteLine($"{busy.Message} Choose another address with --urls http://127.0.0.1:5090");
    return 1;
}
catch (RequestTrackerException missing)
{
    Console.Error.WriteLine(missing.Message);
    return 1;
}
