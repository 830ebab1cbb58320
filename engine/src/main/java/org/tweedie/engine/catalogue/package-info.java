/**
 * The catalogue: which providers there are, where they come from, and which were refused and why.
 */
package org.tweedie.engine.catalogue;
