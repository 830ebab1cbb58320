package org.tweedie.priors.djl;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.tweedie.api.field.Space;
import org.tweedie.api.option.OptionSpec;
import org.tweedie.api.spi.Citation;
import org.tweedie.api.spi.Context;
import org.tweedie.api.spi.PriorProvider;
import org.tweedie.api.spi.prior.Prior;
import org.tweedie.api.spi.prior.PriorCard;

/**
 * A provider of one trained model. An artifact with a model holds the file of weights as a resource
 * and one class for the service loader:
 *
 * <pre>{@code
 * public final class BrainMri extends TrainedModel {
 *   public BrainMri() {
 *     super("brain.mri", "Brain images, complex",
 *         () -> BrainMri.class.getResourceAsStream("brain-mri.safetensors"));
 *   }
 * }
 * }</pre>
 */
public abstract class TrainedModel implements PriorProvider {
  private final String id;
  private final String title;
  private final Weights weights;

  /** Opens the bytes of a model; called for the card and again for the weights. */
  @FunctionalInterface
  public interface Weights {
    /**
     * A new stream from the first byte, or null if there is no such resource.
     *
     * @throws IOException if it cannot be opened
     */
    InputStream open() throws IOException;
  }

  /**
   * A provider that opens nothing before its card or its prior is asked for.
   *
   * @param id the provider's id, for example "brain.mri"
   * @param title one line for a list
   * @param weights the bytes of a .safetensors file that Tweedie or its training script wrote
   */
  protected TrainedModel(String id, String title, Weights weights) {
    this.id = id;
    this.title = title;
    this.weights = weights;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final String title() {
    return title;
  }

  @Override
  public final List<OptionSpec> options() {
    return NetworkPriors.runtimeOptions();
  }

  @Override
  public final List<Citation> references() {
    return List.of(NetworkPriors.EDM);
  }

  @Override
  public final PriorCard card(Context context) {
    return NetworkPriors.card(source(), id);
  }

  @Override
  public final Prior create(Context context, Space space) {
    return NetworkPriors.create(source(), id, context.options(), space);
  }

  private Safetensors.Source source() {
    return () -> {
      InputStream in = weights.open();
      if (in == null) {
        throw new IOException("the resource is missing from its artifact");
      }
      return in;
    };
  }
}
