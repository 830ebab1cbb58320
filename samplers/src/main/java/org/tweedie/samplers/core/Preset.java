package org.tweedie.samplers.core;

import java.util.List;
import java.util.Locale;
import org.tweedie.api.error.InvalidOptionException;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.option.Options;

/**
 * Where the values come from that nobody gave: from the publication, or from us. Options whose
 * default depends on the preset are declared without one.
 */
public enum Preset {
  /** As published or released, for images of the range on the prior's card. */
  PUBLISHED,
  /** Ours, for few evaluations and images that reach 1. */
  OURS;

  /** The name of the option. */
  private static final String NAME = "preset";

  /**
   * The option.
   *
   * @param standard its default
   * @param documentation what the presets are
   */
  public static OptionSpec option(Preset standard, String documentation) {
    return OptionSpec.choice(
        NAME, standard.word(), List.of(PUBLISHED.word(), OURS.word()), documentation);
  }

  /** The preset chosen. */
  public static Preset of(Options options) {
    return valueOf(options.text(NAME).toUpperCase(Locale.ROOT));
  }

  /** The first for {@link #PUBLISHED}, the second for {@link #OURS}. */
  public <T> T choose(T published, T ours) {
    return this == PUBLISHED ? published : ours;
  }

  /** A whole number that was given, or the preset's. */
  public int integer(Options options, String name, int published, int ours) {
    return options.has(name) ? options.integer(name) : choose(published, ours);
  }

  /** A number that was given, or the preset's. */
  public double number(Options options, String name, double published, double ours) {
    return options.has(name) ? options.number(name) : choose(published, ours);
  }

  /**
   * Checks that no option was given that this preset has no use for.
   *
   * @throws InvalidOptionException if one was
   */
  public void refuse(Options options, String... names) {
    for (String name : names) {
      if (options.has(name)) {
        throw new InvalidOptionException(
            "the option '" + name + "' has no effect with " + NAME + " = " + word(),
            "leave it out, or choose the other " + NAME);
      }
    }
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
