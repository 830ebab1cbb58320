package org.tweedie.operators.mri;

import java.util.ArrayList;
import java.util.List;
import org.tweedie.api.error.InvalidInputException;
import org.tweedie.api.error.ShapeMismatchException;
import org.tweedie.api.field.Field;
import org.tweedie.api.field.Space;
import org.tweedie.api.spi.operator.Finding;

/**
 * Coil sensitivities that were given, as [coils, ny, nx].
 *
 * @param maps complex [coils, ny, nx]
 * @param findings what was assumed or looks wrong
 */
record MapsInput(Field maps, List<Finding> findings) {
  /**
   * Brings given sensitivities to the order of the k-space.
   *
   * @param given complex: [coils, ny, nx], [ny, nx, coils], [ny, nx] for one coil, with axes of
   *     extent 1 between; one such array for each slice, or several sets
   * @param expected complex [coils, ny, nx]
   * @param slice the slice that the k-space is
   * @param coilAxis what the user says of the k-space, for arrays that fit both ways
   * @throws ShapeMismatchException if they do not fit
   * @throws InvalidInputException if they are 0 everywhere
   */
  static MapsInput of(Field given, Space expected, Slice slice, CoilAxis coilAxis) {
    List<Finding> findings = new ArrayList<>();
    Field x = ArrayAxes.withoutOnes(given, 3);
    int blocks = x.space().rank() < 3 ? 1 : ArrayAxes.blocks(x, 3);
    if (blocks > 1 && blocks == slice.count()) {
      x = ArrayAxes.block(x, 3, slice.taken());
    } else if (blocks > 1) {
      x = ArrayAxes.block(x, 3, 0);
      findings.add(
          Finding.info(
              "sets-of-maps",
              "The sensitivities hold " + blocks + " sets of maps: the first one is used."));
    }
    if (x.space().rank() == 2) {
      x = ArrayAxes.shaped(x, 1, x.space().dim(0), x.space().dim(1));
    }
    Space lastAxis = Space.complex(expected.dim(1), expected.dim(2), expected.dim(0));
    boolean fits = x.space().equals(expected);
    if (x.space().equals(lastAxis) && (!fits || coilAxis == CoilAxis.LAST)) {
      x = ArrayAxes.lastFirst(x);
      if (!fits) {
        findings.add(
            Finding.info("coil-axis", "The coils of the sensitivities are their last axis."));
      }
    } else if (!fits) {
      throw new ShapeMismatchException(
          "the sensitivities are " + given.space(),
          expected + " like the k-space",
          "give the sensitivities that belong to these data");
    }
    if (x.norm() == 0) {
      throw new InvalidInputException(
          "the sensitivities are 0 everywhere", "leave them out to have them estimated");
    }
    if (expected.dim(0) > 1 && ComplexAxis.isMissing(x)) {
      findings.add(
          Finding.warning(
              "real-sensitivities",
              "Every imaginary part of the sensitivities is 0: check that they are complex maps and"
                  + " not their magnitudes."));
    }
    return new MapsInput(x, findings);
  }
}
