"""The page /comite: the KPIs of the Data Committee."""
