package org.tweedie.api.spi.prior;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tweedie.api.field.Space;
import org.tweedie.api.field.SpacePattern;
import org.tweedie.api.spi.Citation;

/** What a prior is, as its maker states it. Immutable; made by {@link #builder}. */
public final class PriorCard {
  private final String name;
  private final String description;
  private final List<SpacePattern> spaces;
  private final ValueRange range;
  private final String unit;
  private final double sigmaMin;
  private final double sigmaMax;
  private final String trainingData;
  private final String licence;
  private final List<Citation> references;

  private PriorCard(Builder b) {
    name = b.name;
    description = b.description;
    spaces = List.copyOf(b.spaces);
    range = b.range;
    unit = b.unit;
    sigmaMin = b.sigmaMin;
    sigmaMax = b.sigmaMax;
    trainingData = b.trainingData;
    licence = b.licence;
    references = List.copyOf(b.references);
  }

  /**
   * A builder of the card of a prior that serves these spaces: without a stated range, for every
   * noise level, with nothing else stated.
   *
   * @param name a short name, for example "brain.mri"
   * @param spaces at least one pattern
   */
  public static Builder builder(String name, SpacePattern... spaces) {
    if (spaces.length == 0) {
      throw new IllegalArgumentException("the card " + name + " states no space");
    }
    return new Builder(name, List.of(spaces));
  }

  /** A short name. */
  public String name() {
    return name;
  }

  /** One or two sentences. */
  public String description() {
    return description;
  }

  /** The image spaces that it serves: those that any of these patterns accepts. */
  public List<SpacePattern> spaces() {
    return spaces;
  }

  /** True if it serves this space. */
  public boolean accepts(Space space) {
    return spaces.stream().anyMatch(s -> s.accepts(space));
  }

  /** The same card, of a prior that serves further spaces. */
  public PriorCard alsoServing(SpacePattern more) {
    Builder b = new Builder(name, Stream.concat(spaces.stream(), Stream.of(more)).toList());
    b.description = description;
    b.range = range;
    b.unit = unit;
    b.sigmaMin = sigmaMin;
    b.sigmaMax = sigmaMax;
    b.trainingData = trainingData;
    b.licence = licence;
    b.references = references;
    return b.build();
  }

  /** The spaces in words. */
  public String spacesInWords() {
    return spaces.stream().map(SpacePattern::toString).collect(Collectors.joining(" or "));
  }

  /** The range of the magnitude of its images, in its own units. */
  public ValueRange range() {
    return range;
  }

  /**
   * The physical unit in which {@link #range} is meant, for example "HU", or "1": values relative
   * to the scale of a measurement.
   */
  public String unit() {
    return unit;
  }

  /** Smallest noise level that it was made for, at least 0. */
  public double sigmaMin() {
    return sigmaMin;
  }

  /** Largest noise level that it was made for; may be ∞. */
  public double sigmaMax() {
    return sigmaMax;
  }

  /** What it was trained on; "none" for analytic priors. */
  public String trainingData() {
    return trainingData;
  }

  /** The licence of the weights. */
  public String licence() {
    return licence;
  }

  /** What to cite. */
  public List<Citation> references() {
    return references;
  }

  /** A range of values. */
  public static final class ValueRange {
    /** No stated range: the prior's units are the data's. */
    public static final ValueRange UNBOUNDED =
        new ValueRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    private final double low;
    private final double high;

    private ValueRange(double low, double high) {
      this.low = low;
      this.high = high;
    }

    /**
     * A range.
     *
     * @param low smallest usual value
     * @param high largest usual value
     */
    public static ValueRange of(double low, double high) {
      if (!(low < high)) {
        throw new IllegalArgumentException("a range of values from " + low + " to " + high);
      }
      return new ValueRange(low, high);
    }

    /** Smallest usual value. */
    public double low() {
      return low;
    }

    /** Largest usual value. */
    public double high() {
      return high;
    }

    /**
     * True if both ends are finite: then data are scaled to it, else they are taken as they are.
     */
    public boolean isBounded() {
      return Double.isFinite(low) && Double.isFinite(high);
    }

    @Override
    public boolean equals(Object o) {
      return o instanceof ValueRange r && r.low == low && r.high == high;
    }

    @Override
    public int hashCode() {
      return 31 * Double.hashCode(low) + Double.hashCode(high);
    }

    @Override
    public String toString() {
      return "[" + low + ", " + high + "]";
    }
  }

  /** Collects the parts of a card. */
  public static final class Builder {
    private final String name;
    private final List<SpacePattern> spaces;
    private String description = "";
    private ValueRange range = ValueRange.UNBOUNDED;
    private String unit = "1";
    private double sigmaMin;
    private double sigmaMax = Double.POSITIVE_INFINITY;
    private String trainingData = "none";
    private String licence = "none";
    private List<Citation> references = List.of();

    private Builder(String name, List<SpacePattern> spaces) {
      this.name = name;
      this.spaces = spaces;
    }

    /** One or two sentences. */
    public Builder description(String text) {
      description = text;
      return this;
    }

    /** See {@link PriorCard#range}. */
    public Builder range(ValueRange values) {
      range = values;
      return this;
    }

    /** See {@link PriorCard#unit}. */
    public Builder unit(String physical) {
      unit = physical;
      return this;
    }

    /**
     * The noise levels that it was made for.
     *
     * @param min smallest, at least 0
     * @param max largest, at least min
     */
    public Builder sigma(double min, double max) {
      if (!(min >= 0 && max >= min)) {
        throw new IllegalArgumentException("noise levels from " + min + " to " + max);
      }
      sigmaMin = min;
      sigmaMax = max;
      return this;
    }

    /** What it was trained on. */
    public Builder trainingData(String text) {
      trainingData = text;
      return this;
    }

    /** The licence of the weights. */
    public Builder licence(String text) {
      licence = text;
      return this;
    }

    /** What to cite. */
    public Builder references(List<Citation> citations) {
      references = citations;
      return this;
    }

    /** The card. */
    public PriorCard build() {
      return new PriorCard(this);
    }
  }
}
