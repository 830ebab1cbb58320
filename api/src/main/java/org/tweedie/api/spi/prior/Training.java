package org.tweedie.api.spi.prior;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tweedie.api.field.Field;
import org.tweedie.api.option.Options;
import org.tweedie.api.spi.operator.Likelihood;

/** What a prior is trained from. Immutable. */
public final class Training {
  private final List<Field> images;
  private final Options options;
  private final Path output;
  private final Trainer.Listener listener;
  private final Optional<Likelihood> task;

  private Training(
      List<Field> images,
      Options options,
      Path output,
      Trainer.Listener listener,
      Optional<Likelihood> task) {
    this.images = List.copyOf(images);
    this.options = options;
    this.output = output;
    this.listener = listener;
    this.task = task;
  }

  /**
   * A training.
   *
   * @param images training images in [0, 1], real or complex, of any sizes
   * @param options bound to the trainer's declarations
   * @param output the model file to write
   * @param listener hears of every step
   */
  public static Training of(
      List<Field> images, Options options, Path output, Trainer.Listener listener) {
    return new Training(images, options, output, listener, Optional.empty());
  }

  /** The same for one task: a prior that is to denoise knowing data of this likelihood. */
  public Training with(Likelihood operatorAndNoise) {
    return new Training(images, options, output, listener, Optional.of(operatorAndNoise));
  }

  /** The training images; not to be written to. */
  public List<Field> images() {
    return images;
  }

  /** The options. */
  public Options options() {
    return options;
  }

  /** The model file to write. */
  public Path output() {
    return output;
  }

  /** Hears of every step. */
  public Trainer.Listener listener() {
    return listener;
  }

  /** The task to train for: operator and noise model; the data it holds are an example. */
  public Optional<Likelihood> task() {
    return task;
  }
}
