package org.tweedie.api.spi.operator;

/**
 * How a physical unit and the units of the data belong together: {@code value in the data's units =
 * perUnit · value in the unit + atZero}. For attenuation in 1/mm and HU: perUnit μ_w/1000, atZero
 * μ_w.
 */
public final class UnitScale {
  private final double perUnit;
  private final double atZero;

  private UnitScale(double perUnit, double atZero) {
    this.perUnit = perUnit;
    this.atZero = atZero;
  }

  /**
   * A scale.
   *
   * @param perUnit change of the data's value for one unit, positive and finite
   * @param atZero the data's value at 0 of the unit
   */
  public static UnitScale of(double perUnit, double atZero) {
    if (!(perUnit > 0 && perUnit < Double.POSITIVE_INFINITY && Double.isFinite(atZero))) {
      throw new IllegalArgumentException("a unit of " + perUnit + " from " + atZero);
    }
    return new UnitScale(perUnit, atZero);
  }

  /** Change of the data's value for one unit. */
  public double perUnit() {
    return perUnit;
  }

  /** The data's value at 0 of the unit. */
  public double atZero() {
    return atZero;
  }
}
