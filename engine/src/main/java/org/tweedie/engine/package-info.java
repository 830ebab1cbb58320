/**
 * Requests, sessions and reconstructions: name an operator, a prior and a sampler, hand over the
 * data, and get back samples of the posterior with everything needed to judge and repeat them.
 *
 * <pre>{@code
 * Catalogue catalogue = Catalogue.load();
 * Request request = Request.builder()
 *     .operator("mri.cartesian").input("data", kspace)
 *     .prior("brain.mri").sampler("r-bgdm").samples(8).seed(1).build();
 * try (Session session = Session.prepare(catalogue, request)) {
 *   Reconstruction r = session.run(RunListener.SILENT);
 * }
 * }</pre>
 */
package org.tweedie.engine;
