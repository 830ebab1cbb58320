package com.example.acme;

import java.util.List;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.SamplerProvider;
import org.tweedie.api.spi.sampler.Sampler;

/** {@code acme.ula}: the unadjusted Langevin algorithm with a denoiser for a prior. */
public final class LangevinProvider implements SamplerProvider {
  /** For ServiceLoader. */
  public LangevinProvider() {}

  @Override
  public String id() {
    return "acme.ula";
  }

  @Override
  public String title() {
    return "Unadjusted Langevin algorithm with a plug-and-play prior";
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        OptionSpec.integer("steps", 1000, 1, 10_000_000, "steps, one denoising each"),
        OptionSpec.number(
            "level", 0.05, 1e-6, 1e6, "noise level s at which the prior is used: its smoothing"),
        OptionSpec.number(
            "step", 0.3, 1e-6, 1, "step size, as a part of 1/(1/s² + ‖A‖²/σ²); stable below 2"));
  }

  @Override
  public List<Citation> references() {
    return List.of(
        new Citation(
            "Laumont, De Bortoli, Almansa, Delon, Durmus, Pereyra",
            "Bayesian imaging using Plug & Play priors: when Langevin meets Tweedie",
            2022,
            "arXiv:2103.04715"));
  }

  @Override
  public Sampler create(Options options) {
    return new Langevin(options.integer("steps"), options.number("level"), options.number("step"));
  }
}
