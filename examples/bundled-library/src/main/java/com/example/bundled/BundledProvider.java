package com.example.bundled;

import java.util.List;
import org.tweedie.api.error.UnsupportedProblemException;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Sampler;
import picocli.CommandLine;

/** Tells in its title which copy of the library it sees. */
public final class BundledProvider implements SamplerProvider {
  /** For ServiceLoader. */
  public BundledProvider() {}

  @Override
  public String id() {
    return "bundled";
  }

  @Override
  public String title() {
    // From the descriptor: the compiler would copy the constant CommandLine.VERSION to here.
    return "Sees picocli "
        + CommandLine.class.getModule().getDescriptor().rawVersion().orElse("of no version");
  }

  @Override
  public List<OptionSpec> options() {
    return List.of();
  }

  @Override
  public List<Citation> references() {
    return List.of();
  }

  @Override
  public Sampler create(Context context) {
    throw new UnsupportedProblemException(
        "this sampler only tells which library it sees", "choose another");
  }
}
