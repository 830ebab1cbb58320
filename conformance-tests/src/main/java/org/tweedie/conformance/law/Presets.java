package org.tweedie.conformance.law;

import java.util.Optional;
import org.tweedie.api.option.Options;
import org.tweedie.conformance.law.GuidedLaw.Walk;

/** The two ways of our guided samplers: as published, or ours. */
final class Presets {
  /** τ of ours: images have a standard deviation of 1. */
  static final double TAU = 1;

  private Presets() {}

  static boolean published(Options o) {
    return o.text("preset").equals("published");
  }

  /** DDPM's levels from noise, or EDM's from 1 to 0.01 around a plain reconstruction. */
  static Walk walk(Options o, int published, int ours, Optional<Double> fraction) {
    return published(o)
        ? Walk.ddpm(integer(o, "steps", published, ours), fraction)
        : Walk.edm(integer(o, "steps", published, ours), 1, 0.01, Optional.of(TAU));
  }

  static int integer(Options o, String name, int published, int ours) {
    return o.has(name) ? o.integer(name) : published(o) ? published : ours;
  }

  static double number(Options o, String name, double published, double ours) {
    return o.has(name) ? o.number(name) : published(o) ? published : ours;
  }
}
