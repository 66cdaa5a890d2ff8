using Browser.Driver;
using Samples.CommandLine;

const string Usage =
    """
    usage: Browser.Driver --page FOLDER [--browser PROGRAM] [--out FOLDER]
      --page     the published page: the folder wwwroot of 'dotnet publish -c Release samples/Browser'
      --browser  Chromium or what descends from it; default: the first that is on the PATH
      --out      where pictures of the page go; default: artifacts
    """;

return SampleProgram.Run(args, Usage, static () => RunAsync(Environment.GetCommandLineArgs()[1..]).GetAwaiter().GetResult());

static async Task<int> RunAsync(string[] arguments)
{
    var options = OptionValues.Read(arguments, "--page", "--browser", "--out");
    var folder = options.Text("--page") ?? throw UserErrorException.InUsage("--page is missing: publish samples/Browser and name its wwwroot.");
    if (!File.Exists(Path.Combine(folder, "index.html")))
    {
        throw new UserErrorException($"'{folder}' has no index.html: publish samples/Browser and name its wwwroot.");
    }

    var program = options.Text("--browser") ?? Chromium.Find() ?? throw new UserErrorException("There is no Chromium on the PATH: install it, or name one with --browser.");
    using var server = new PageServer(folder);
    var (browser, tools) = await Chromium.StartAsync(program);
    using (browser)
    {
        using var connection = await DevTools.OpenAsync(tools);
        using var page = await DigitPage.OpenAsync(connection, server.Address);
        var drive = new Drive(page, options.Text("--out") ?? Path.Combine(Repository.Root ?? ".", "artifacts"));
        await drive.RunAsync();
        await drive.PrintFiguresAsync();
    }

    return 0;
}
