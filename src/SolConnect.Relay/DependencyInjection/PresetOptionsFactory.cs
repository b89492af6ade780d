using Microsoft.Extensions.Options;

namespace SolConnect.Relay.DependencyInjection;

/// <summary>
/// Starts out from a preset instead of the defaults; everything registered with <c>Configure</c> comes on top.
/// </summary>
internal sealed class PresetOptionsFactory(
    RelayOptions preset,
    IEnumerable<IConfigureOptions<RelayOptions>> setups,
    IEnumerable<IPostConfigureOptions<RelayOptions>> postConfigures,
    IEnumerable<IValidateOptions<RelayOptions>> validations)
    : OptionsFactory<RelayOptions>(setups, postConfigures, validations)
{
    protected override RelayOptions CreateInstance(string name) => preset.Copy();
}
