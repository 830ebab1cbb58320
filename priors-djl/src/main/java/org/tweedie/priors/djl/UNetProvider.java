package org.tweedie.priors.djl;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;
import org.tweedie.api.spi.prior.Trainer;

/** {@code djl.unet}: a denoising U-Net from a .safetensors file, and its training. */
public final class UNetProvider implements PriorProvider {
  private static final OptionSpec FILE =
      OptionSpec.file("file", "the .safetensors file of a trained model");

  /** For the service loader; does nothing. */
  public UNetProvider() {}

  @Override
  public String id() {
    return "djl.unet";
  }

  @Override
  public String title() {
    return "Denoising U-Net from a file of weights, on Deep Java Library";
  }

  @Override
  public List<OptionSpec> options() {
    List<OptionSpec> out = new ArrayList<>();
    out.add(FILE);
    out.addAll(NetworkPriors.runtimeOptions());
    return List.copyOf(out);
  }

  @Override
  public List<Citation> references() {
    return List.of(NetworkPriors.EDM);
  }

  @Override
  public Optional<String> fileOption() {
    return Optional.of(FILE.name());
  }

  @Override
  public List<String> fileSuffixes() {
    return List.of(".safetensors");
  }

  @Override
  public PriorCard card(Context context) {
    Path file = file(context.options());
    return NetworkPriors.card(Safetensors.file(file), file.toString());
  }

  @Override
  public Prior create(Context context, Space space) {
    Path file = file(context.options());
    return NetworkPriors.create(Safetensors.file(file), file.toString(), context.options(), space);
  }

  @Override
  public Optional<Trainer> trainer() {
    return Optional.of(new DenoiserTrainer());
  }

  private static Path file(Options options) {
    if (!options.has(FILE.name())) {
      throw new InvalidOptionException(
          "the prior djl.unet was given no model file",
          "set the option 'file' to a .safetensors file, or choose a trained prior by its id");
    }
    return options.file(FILE.name());
  }
}
