using TorchSharp;
using static TorchSharp.torch;

namespace SsnGen.TorchSharp;

/// <summary>A module that only groups others under a name: one part of a layer's path, such as <c>Stage2</c> or <c>0</c>.</summary>
internal sealed class ContainerModule() : nn.Module(nameof(ContainerModule))
{
    /// <summary>The container of a name in a module, created where there is none.</summary>
    public static nn.Module In(nn.Module parent, string name)
    {
        foreach (var (childName, child) in parent.named_children())
        {
            if (childName == name)
            {
                return child;
            }
        }

        var container = new ContainerModule();
        parent.register_module(name, container);
        return container;
    }

    /// <summary>The names of what it groups.</summary>
    public override string ToString() => string.Join(", ", named_children().Select(static c => c.name));
}
