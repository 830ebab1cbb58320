/** What every provider has in common, and the services that ServiceLoader finds. */
package org.tweedie.api.spi;
