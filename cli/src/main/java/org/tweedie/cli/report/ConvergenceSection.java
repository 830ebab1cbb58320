package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.run.StepRecord;

/** Noise level and residual along the run. */
final class ConvergenceSection {
  private ConvergenceSection() {}

  /** Empty if there was no step. */
  static Optional<Element> of(Reconstruction run) {
    Map<Integer, List<StepRecord>> groups = new LinkedHashMap<>();
    for (StepRecord t : run.trace()) {
      groups.computeIfAbsent(t.chains().first(), k -> new ArrayList<>()).add(t);
    }
    return groups.isEmpty() ? Optional.empty() : Optional.of(section(groups));
  }

  private static Element section(Map<Integer, List<StepRecord>> groups) {
    Chart levels = new Chart("Noise level along the run", "step", "noise level σ").logarithmic();
    Chart residuals =
        new Chart("Residual along the run", "step", "‖A x̂₀ − y‖² / (m σ²)").logarithmic();
    for (List<StepRecord> group : groups.values()) {
      double[] x = group.stream().mapToDouble(t -> t.step()).toArray();
      String name = groups.size() == 1 ? "" : name(group.get(0));
      levels.line(name, x, group.stream().mapToDouble(t -> t.level()).toArray());
      residuals.line(
          name, x, group.stream().mapToDouble(t -> t.residual().orElse(Double.NaN)).toArray());
    }
    Element charts = Element.of("div").css("two");
    if (!levels.isEmpty()) {
      charts.add(
          figure(
              levels,
              "The noise level of the prior, in its own units: the sampler walks from noise to"
                  + " image."));
    }
    if (!residuals.isEmpty()) {
      charts.add(
          figure(
              residuals.band("1: explained down to the noise", 1, 1),
              "The data fit of the clean estimate at each step, averaged over the chains. It"
                  + " should settle before the last step."));
    }
    notes(groups).forEach(charts::add);
    return Element.of("section", Element.of("h2", "Did it converge?"), charts);
  }

  /** What else the method noted: acceptance, effective sample size and the like. */
  private static List<Element> notes(Map<Integer, List<StepRecord>> groups) {
    Set<String> names = new LinkedHashSet<>();
    groups.values().forEach(g -> g.forEach(t -> names.addAll(t.notes().keySet())));
    names.remove(StepRecord.RESIDUAL);
    List<Element> figures = new ArrayList<>();
    for (String note : names) {
      Chart chart = new Chart("Along the run: " + note, "step", note);
      for (List<StepRecord> group : groups.values()) {
        chart.line(
            groups.size() == 1 ? "" : name(group.get(0)),
            group.stream().mapToDouble(StepRecord::step).toArray(),
            group.stream().mapToDouble(t -> t.notes().getOrDefault(note, Double.NaN)).toArray());
      }
      figures.add(figure(chart, "As the method notes it at each step."));
    }
    return figures;
  }

  private static String name(StepRecord t) {
    int first = t.chains().first();
    int count = t.chains().count();
    return count == 1 ? "chain " + first : "chains " + first + "–" + (first + count - 1);
  }

  private static Element figure(Chart chart, String caption) {
    return Element.of("figure")
        .add(chart)
        .add(Element.of("figcaption", Element.of("small", caption)));
  }
}
