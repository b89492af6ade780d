using Microsoft.Extensions.Options;

namespace SolConnect.Relay.DependencyInjection;

/// <summary>
/// Starts out from a preset where there is one, instead of the defaults; everything registered with <c>Configure</c> comes
/// on top. Of several presets for one name the last counts.
/// </summary>
internal sealed class PresetOptionsFactory(
    IEnumerable<RelayPreset> presets,
    IEnumerable<IConfigureOptions<RelayOptions>> setups,
    IEnumerable<IPostConfigureOptions<RelayOptions>> postConfigures,
    IEnumerable<IValidateOptions<RelayOptions>> validations)
    : OptionsFactory<RelayOptions>(setups, postConfigures, validations)
{
    protected override RelayOptions CreateInstance(string name) =>
        presets.LastOrDefault(preset => preset.Name == name)?.Options.Copy() ?? new();
}
