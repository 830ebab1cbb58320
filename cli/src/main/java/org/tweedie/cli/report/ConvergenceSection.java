package org.tweedie.cli.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tweedie.engine.Reconstruction;
import org.tweedie.engine.TraceEntry;

/** Noise level and residual along the run. */
final class ConvergenceSection {
  private ConvergenceSection() {}

  /** Empty if there was no step. */
  static Optional<Element> of(Reconstruction run) {
    Map<Integer, List<TraceEntry>> groups = new LinkedHashMap<>();
    for (TraceEntry t : run.trace()) {
      groups.computeIfAbsent(t.chains().first(), k -> new ArrayList<>()).add(t);
    }
    return groups.isEmpty() ? Optional.empty() : Optional.of(section(groups));
  }

  private static Element section(Map<Integer, List<TraceEntry>> groups) {
    Chart levels = new Chart("Noise level along the run", "step", "noise level σ").logarithmic();
    Chart residuals =
        new Chart("Residual along the run", "step", "‖A x̂₀ − y‖² / (m σ²)").logarithmic();
    for (List<TraceEntry> group : groups.values()) {
      double[] x = group.stream().mapToDouble(t -> t.report().step()).toArray();
      String name = groups.size() == 1 ? "" : name(group.get(0));
      levels.line(name, x, group.stream().mapToDouble(t -> t.report().level()).toArray());
      residuals.line(
          name,
          x,
          group.stream().mapToDouble(t -> t.report().residual().orElse(Double.NaN)).toArray());
    }
    Element charts =
        Element.of(
                "div",
                figure(
                    levels,
                    "The noise level of the prior, in its own units: the sampler walks from noise"
                        + " to image."))
            .css("two");
    if (!residuals.isEmpty()) {
      charts.add(
          figure(
              residuals.band("1: explained down to the noise", 1, 1),
              "The data fit of the clean estimate at each step, averaged over the chains. It"
                  + " should settle before the last step."));
    }
    return Element.of("section", Element.of("h2", "Did it converge?"), charts);
  }

  private static String name(TraceEntry t) {
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
