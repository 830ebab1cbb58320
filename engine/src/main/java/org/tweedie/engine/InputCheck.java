package org.tweedie.engine;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.error.Suggestion;
import org.tweedie.api.field.Field;
import org.tweedie.api.spi.OperatorProvider;
import org.tweedie.api.spi.operator.InputSpec;

/** Checks named inputs against their declarations before the operator sees them. */
final class InputCheck {
  private InputCheck() {}

  static void check(OperatorProvider operator, Map<String, Field> inputs) {
    List<String> ids = operator.inputs().stream().map(InputSpec::id).toList();
    for (String id : inputs.keySet()) {
      if (!ids.contains(id)) {
        throw new InvalidInputException(
            "the operator "
                + operator.id()
                + " has no input '"
                + id
                + "'"
                + Suggestion.hint(id, ids),
            "choose one of " + String.join(", ", ids));
      }
    }
    for (InputSpec spec : operator.inputs()) {
      Field value = inputs.get(spec.id());
      if (value != null) {
        check(spec, value);
      } else if (spec.required()) {
        throw new InvalidInputException(
            "the operator " + operator.id() + " needs the input '" + spec.id() + "'",
            "give it: " + spec.documentation());
      }
    }
  }

  private static void check(InputSpec spec, Field value) {
    if (spec.spaces().stream().noneMatch(p -> p.accepts(value.space()))) {
      throw new ShapeMismatchException(
          "the input '" + spec.id() + "' is " + value.space(),
          spec.spaces().stream().map(Object::toString).collect(Collectors.joining(" or ")),
          "give the " + spec.role() + " as documented: " + spec.documentation());
    }
    if (!value.isFinite()) {
      throw new InvalidInputException(
          "the input '" + spec.id() + "' holds a NaN or an infinity at " + firstBad(value),
          "remove or mask the samples that were not measured");
    }
  }

  /** The index of the first element that is not finite, for example [3, 17]. */
  private static String firstBad(Field x) {
    float[] d = x.data();
    int i = 0;
    while (Float.isFinite(d[i])) {
      i++;
    }
    int element = i / x.space().scalar().components();
    int[] index = new int[x.space().rank()];
    for (int k = index.length - 1; k >= 0; k--) {
      index[k] = element % x.space().dim(k);
      element /= x.space().dim(k);
    }
    return java.util.Arrays.toString(index);
  }
}
