package org.tweedie.api.spi.operator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tweedie.api.field.Field;

/**
 * Measured data, made ready: everything in the data's own units. Immutable; closing it frees what
 * the operator holds outside the heap.
 */
public final class Measurement implements AutoCloseable {
  private final Likelihood likelihood;
  private final double scale;
  private final Field baseline;
  private final Map<String, Field> views;
  private final List<Finding> findings;
  private final Map<String, UnitScale> units;
  private final Runnable release;

  private Measurement(
      Likelihood likelihood,
      double scale,
      Field baseline,
      Map<String, Field> views,
      List<Finding> findings,
      Map<String, UnitScale> units,
      Runnable release) {
    this.likelihood = likelihood;
    this.scale = scale;
    this.baseline = baseline;
    this.views = Collections.unmodifiableMap(new LinkedHashMap<>(views));
    this.findings = List.copyOf(findings);
    this.units = Map.copyOf(units);
    this.release = release;
  }

  /**
   * A measurement.
   *
   * @param likelihood operator, data and noise model; its operator's domain is the image space
   * @param scale the value of the image, in the data's units, that corresponds to 1 in a prior
   *     whose images lie in [0, 1]; positive
   * @param baseline a plain reconstruction without a prior, an element of the image space
   */
  public static Measurement of(Likelihood likelihood, double scale, Field baseline) {
    return new Measurement(likelihood, scale, baseline, Map.of(), List.of(), Map.of(), () -> {});
  }

  /**
   * The same with one more array worth showing beside the result, after those before.
   *
   * @param name for example "zero-filled"
   * @param view the array
   */
  public Measurement withView(String name, Field view) {
    Map<String, Field> more = new LinkedHashMap<>(views);
    more.put(name, view);
    return new Measurement(likelihood, scale, baseline, more, findings, units, release);
  }

  /** The same with more findings, after those before. */
  public Measurement withFindings(List<Finding> further) {
    List<Finding> more = new ArrayList<>(findings);
    more.addAll(further);
    return new Measurement(likelihood, scale, baseline, views, more, units, release);
  }

  /**
   * The same with a physical unit that images may be expressed in.
   *
   * @param unit for example "HU", as on a prior's card
   * @param conversion to the data's units
   */
  public Measurement withUnit(String unit, UnitScale conversion) {
    Map<String, UnitScale> more = new LinkedHashMap<>(units);
    more.put(unit, conversion);
    return new Measurement(likelihood, scale, baseline, views, findings, more, release);
  }

  /** The same with something to do when it is closed, beside what was to be done before. */
  public Measurement onClose(Runnable action) {
    return new Measurement(
        likelihood,
        scale,
        baseline,
        views,
        findings,
        units,
        () -> {
          release.run();
          action.run();
        });
  }

  /** Operator, data and noise model. */
  public Likelihood likelihood() {
    return likelihood;
  }

  /** The value of the image that corresponds to 1 in a prior whose images lie in [0, 1]. */
  public double scale() {
    return scale;
  }

  /** A plain reconstruction without a prior; not to be written to. */
  public Field baseline() {
    return baseline;
  }

  /** Further arrays worth showing, by name, in the order in which to show them. */
  public Map<String, Field> views() {
    return views;
  }

  /** What was estimated, assumed or noticed. */
  public List<Finding> findings() {
    return findings;
  }

  /** Physical units by name, and how they convert to the data's. */
  public Map<String, UnitScale> units() {
    return units;
  }

  @Override
  public void close() {
    release.run();
  }
}
